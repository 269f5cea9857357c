using System.Text.Json;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>What is in a folder, as MLflow's protocol writes it.</summary>
internal static class FileJson
{
    public static void Write(Utf8JsonWriter writer, FileEntry entry) => Write(writer, entry, "");

    /// <param name="writer">Where to.</param>
    /// <param name="entry">What is written.</param>
    /// <param name="folder">Stands in front of the name.</param>
    public static void Write(Utf8JsonWriter writer, FileEntry entry, string folder)
    {
        writer.WriteStartObject();
        writer.WriteString("path"u8, ArtifactPath.Below(folder, entry.Name));
        writer.WriteBoolean("is_dir"u8, entry.Size is null);
        if (entry.Size is { } size)
            writer.WriteNumber("file_size"u8, size);
        writer.WriteEndObject();
    }
}
