using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow.Import;

/// <summary>Reads a run as MLflow's servers write it.</summary>
internal static class ImportedRunReading
{
    /// <param name="given">With info, data and inputs.</param>
    /// <param name="experiment">Its experiment here.</param>
    /// <param name="rules">What may be logged.</param>
    /// <exception cref="TrackingException">It is no run, or one that cannot be here.</exception>
    public static ImportedRun Of(MlflowMessage given, long experiment, TrackingRules rules)
    {
        var info = given.Message("info") ?? throw given.Missing("info");
        var data = given.Message("data");
        var artifacts = info.Text("artifact_uri");
        return new()
        {
            Run = Run(info, data, experiment, rules),
            Status = info.Word<RunStatus>("status", RunStatusWords.TryParse) ?? throw info.Missing("status"),
            // Servers write 0 for what has not ended.
            EndTime = info.Integer("end_time") is { } end and not 0 ? end : null,
            ArtifactUri = string.IsNullOrEmpty(artifacts) || OtherServerWords.IsProxied(artifacts) ? null : artifacts,
            Deleted = OtherServerWords.IsDeleted(info),
            Params = Params(data, rules),
            Inputs = Inputs(given.Message("inputs")),
            Latest = [.. data?.Messages("metrics")?.Select(LogCalls.Metric) ?? []],
        };
    }

    private static NewRun Run(MlflowMessage info, MlflowMessage? data, long experiment, TrackingRules rules)
    {
        var id = info.RunId();
        var tags = data?.Pairs("tags") ?? [];
        var named = tags.FirstOrDefault(tag => tag.Key == TrackingRules.RunNameTag).Value;
        return NewRun.Of(id, experiment, string.IsNullOrEmpty(named) ? info.Text("run_name") : named, info.Text("user_id") ?? "", info.Integer("start_time") ?? 0, tags, rules);
    }

    private static ImmutableArray<RunBatch> Params(MlflowMessage? data, TrackingRules rules) =>
        [.. (data?.Pairs("params") ?? []).Chunk(TrackingLimits.BatchParams).Select(part => RunBatch.Of([], part, [], rules))];

    private static ImmutableArray<InputBatch> Inputs(MlflowMessage? inputs) =>
        [.. (inputs?.Messages("dataset_inputs") ?? []).Select(LogCalls.Input).Chunk(TrackingLimits.BatchDatasets).Select(InputBatch.Of)];
}
