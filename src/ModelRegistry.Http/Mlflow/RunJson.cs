using System.Text.Json;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Runs and what they log as MLflow's protocol writes them. 64-bit numbers are JSON numbers; lists that are empty are left out.</summary>
internal static class RunJson
{
    public static void Write(Utf8JsonWriter writer, TrackedRun run)
    {
        writer.WriteStartObject();
        WriteInfo(writer, "info", run.Info);
        writer.WriteStartObject("data"u8);
        WriteList(writer, "metrics", run.Metrics, WriteMetric);
        PairJson.WriteList(writer, "params", run.Params);
        PairJson.WriteList(writer, "tags", run.Tags);
        writer.WriteEndObject();
        writer.WriteStartObject("inputs"u8);
        WriteList(writer, "dataset_inputs", run.Inputs, WriteInput);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteInfo(Utf8JsonWriter writer, string name, RunInfo info)
    {
        var id = RunId.Text(info.Id);
        writer.WriteStartObject(name);
        writer.WriteString("run_id"u8, id);
        writer.WriteString("run_uuid"u8, id);
        writer.WriteString("run_name"u8, info.Name);
        writer.WriteString("experiment_id"u8, FormattableString.Invariant($"{info.ExperimentId}"));
        writer.WriteString("user_id"u8, info.UserId);
        writer.WriteString("status"u8, RunStatusWords.Of(info.Status));
        writer.WriteNumber("start_time"u8, info.StartTime);
        if (info.EndTime is { } end)
            writer.WriteNumber("end_time"u8, end);
        writer.WriteString("artifact_uri"u8, info.ArtifactUri);
        writer.WriteString("lifecycle_stage"u8, ExperimentJson.Stage(info.Deleted));
        writer.WriteEndObject();
    }

    public static void WriteMetric(Utf8JsonWriter writer, LoggedMetric metric)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, metric.Key);
        if (double.IsFinite(metric.Value))
            writer.WriteNumber("value"u8, metric.Value);
        else
            writer.WriteString("value"u8, double.IsNaN(metric.Value) ? "NaN" : metric.Value > 0 ? "Infinity" : "-Infinity");
        writer.WriteNumber("timestamp"u8, metric.Timestamp);
        writer.WriteNumber("step"u8, metric.Step);
        writer.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter writer, DatasetInput input)
    {
        writer.WriteStartObject();
        PairJson.WriteList(writer, "tags", input.Tags);
        writer.WriteStartObject("dataset"u8);
        writer.WriteString("name"u8, input.Dataset.Name);
        writer.WriteString("digest"u8, input.Dataset.Digest);
        writer.WriteString("source_type"u8, input.Dataset.SourceType);
        writer.WriteString("source"u8, input.Dataset.Source);
        if (input.Dataset.Schema is { } schema)
            writer.WriteString("schema"u8, schema);
        if (input.Dataset.Profile is { } profile)
            writer.WriteString("profile"u8, profile);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var item in items)
            write(writer, item);
        writer.WriteEndArray();
    }
}
