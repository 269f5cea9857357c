using System.Text.Json;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Experiments as MLflow's protocol writes them.</summary>
internal static class ExperimentJson
{
    public static void Write(Utf8JsonWriter writer, TrackedExperiment experiment)
    {
        writer.WriteStartObject();
        writer.WriteString("experiment_id"u8, FormattableString.Invariant($"{experiment.Id}"));
        writer.WriteString("name"u8, experiment.Name);
        writer.WriteString("artifact_location"u8, experiment.ArtifactLocation);
        writer.WriteString("lifecycle_stage"u8, Stage(experiment.Deleted));
        writer.WriteNumber("last_update_time"u8, experiment.LastUpdateTime);
        writer.WriteNumber("creation_time"u8, experiment.CreationTime);
        PairJson.WriteList(writer, "tags", experiment.Tags);
        writer.WriteEndObject();
    }

    public static string Stage(bool deleted) => deleted ? "deleted" : "active";
}
