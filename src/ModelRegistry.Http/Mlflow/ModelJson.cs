using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Registered models and their versions as MLflow's protocol writes them: what is not set and what is empty is left out.</summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter writer, RegisteredModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, model.Name);
        WriteTimes(writer, model.CreatedAt, model.UpdatedAt);
        WriteText(writer, "description", model.Description);
        if (!model.LatestVersions.IsEmpty)
            WriteVersions(writer, "latest_versions", model.LatestVersions);
        WriteTags(writer, model.Tags);
        WriteAliases(writer, model.Aliases);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, RegisteredModelVersion version)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, version.Model);
        writer.WriteString("version"u8, Number(version.Number));
        WriteTimes(writer, version.CreatedAt, version.UpdatedAt);
        writer.WriteString("user_id"u8, version.CreatedBy);
        writer.WriteString("current_stage"u8, MlflowStages.Of(version.Stage).ToString());
        WriteText(writer, "description", version.Description);
        writer.WriteString("source"u8, version.Source);
        if (version.RunId is { } run)
            writer.WriteString("run_id"u8, RunId.Text(run));
        WriteText(writer, "run_link", version.RunLink);
        writer.WriteString("status"u8, "READY");
        WriteTags(writer, version.Tags);
        if (!version.Aliases.IsEmpty)
            WriteTexts(writer, "aliases", version.Aliases);
        writer.WriteEndObject();
    }

    public static void WriteVersions(Utf8JsonWriter writer, string name, ImmutableArray<RegisteredModelVersion> versions)
    {
        writer.WriteStartArray(name);
        foreach (var version in versions)
            Write(writer, version);
        writer.WriteEndArray();
    }

    private static void WriteTimes(Utf8JsonWriter writer, DateTimeOffset created, DateTimeOffset updated)
    {
        writer.WriteNumber("creation_timestamp"u8, created.ToUnixTimeMilliseconds());
        writer.WriteNumber("last_updated_timestamp"u8, updated.ToUnixTimeMilliseconds());
    }

    private static void WriteTags(Utf8JsonWriter writer, ImmutableDictionary<string, string> tags) =>
        PairJson.WriteList(writer, "tags", [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new KeyedText(tag.Key, tag.Value))]);

    private static void WriteAliases(Utf8JsonWriter writer, ImmutableDictionary<string, int> aliases)
    {
        if (aliases.IsEmpty)
            return;
        writer.WriteStartArray("aliases"u8);
        foreach (var (alias, number) in aliases.OrderBy(alias => alias.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("alias"u8, alias);
            writer.WriteString("version"u8, Number(number));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            writer.WriteString(name, text);
    }

    private static string Number(int number) => FormattableString.Invariant($"{number}");
}
