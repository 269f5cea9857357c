using System.Collections.Immutable;
using System.Globalization;

namespace ModelRegistry.Core.Tracking;

/// <summary>A run of another tracking server, as it is there; the history of its metrics comes separately.</summary>
public sealed record ImportedRun
{
    public required NewRun Run { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Unix milliseconds; null where it has not ended.</summary>
    public long? EndTime { get; init; }

    /// <summary>Null where the server hands the files out itself: then they are copied.</summary>
    public string? ArtifactUri { get; init; }

    public bool Deleted { get; init; }

    /// <summary>In batches as they are logged.</summary>
    public ImmutableArray<RunBatch> Params { get; init; } = [];

    public ImmutableArray<InputBatch> Inputs { get; init; } = [];

    /// <summary>The latest value of each metric.</summary>
    public ImmutableArray<LoggedMetric> Latest { get; init; } = [];

    /// <summary>What of it is another way in the run of its id that is here; for people. What was logged only here since is none.</summary>
    public IEnumerable<string> Differences(TrackedRun here) =>
        OfInfo(here.Info).Concat(OfTexts("param", Params.SelectMany(batch => batch.Params), here.Params)).Concat(OfTexts("tag", Run.Tags, here.Tags)).Concat(OfMetrics(here));

    private IEnumerable<string> OfInfo(RunInfo here)
    {
        if (here.ExperimentId != Run.ExperimentId)
            yield return string.Create(CultureInfo.InvariantCulture, $"it is in experiment {here.ExperimentId} here, and would be in {Run.ExperimentId}");
        if (here.Status != Status)
            yield return $"it is {RunStatusWords.Of(here.Status)} here and {RunStatusWords.Of(Status)} there";
        if (here.Deleted != Deleted)
            yield return $"it is {(here.Deleted ? "deleted" : "active")} here and {(Deleted ? "deleted" : "active")} there";
    }

    private static IEnumerable<string> OfTexts(string kind, IEnumerable<KeyedText> there, ImmutableArray<KeyedText> here)
    {
        var known = here.ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);
        return there.Select(text => ImportedTexts.Difference(kind, text.Key, known.GetValueOrDefault(text.Key), text.Value)).OfType<string>();
    }

    private IEnumerable<string> OfMetrics(TrackedRun here)
    {
        var known = here.Metrics.ToDictionary(metric => metric.Key, StringComparer.Ordinal);
        return from there in Latest
               where !known.TryGetValue(there.Key, out var latest) || (latest.Step, latest.Timestamp).CompareTo((there.Step, there.Timestamp)) < 0
               select string.Create(CultureInfo.InvariantCulture, $"metric '{there.Key}' goes on there: its latest value, at step {there.Step}, is not here");
    }
}
