using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Learning.Training;

namespace ModelRegistry.Cli.Train;

/// <summary>The files a training leaves in its folder.</summary>
internal static class TrainFiles
{
    public const string Model = "model.json";
    public const string Profile = "profile.json";
    public const string Version = "version.json";

    /// <summary>Writes all three; one that was there is replaced whole.</summary>
    public static void Write(string folder, TrainingResult result)
    {
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, Model), result.Model.Span);
        Replace(Path.Combine(folder, Profile), JsonSerializer.SerializeToUtf8Bytes(result.Profile, RegistryJson.Options));
        Replace(Path.Combine(folder, Version), JsonSerializer.SerializeToUtf8Bytes(result.Version, RegistryJson.Options));
    }

    private static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var half = path + ".part";
        File.WriteAllBytes(half, content);
        File.Move(half, path, overwrite: true);
    }
}
