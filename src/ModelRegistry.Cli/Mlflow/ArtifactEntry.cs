using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>A file or folder, as a server lists it.</summary>
/// <param name="Name">Within its folder.</param>
/// <param name="IsFolder">Whether there may be more below it.</param>
/// <param name="Bytes">The size of a file; servers say it as a number or as text.</param>
internal sealed record ArtifactEntry(string Name, bool IsFolder, string Bytes)
{
    /// <summary>Whether it lies in the folder that was listed: any other name leads a path elsewhere.</summary>
    public bool IsPlain => Name is not ("" or "." or "..") && Name.AsSpan().IndexOfAny('/', '\\', '\0') < 0;

    /// <summary>Each name once.</summary>
    /// <exception cref="JsonException">The server answers something else than a list.</exception>
    public static async Task<List<ArtifactEntry>> ListAsync(MlflowServer server, string folder, CancellationToken cancellationToken)
    {
        var answer = await server.GetAsync($"mlflow-artifacts/artifacts?path={Uri.EscapeDataString(folder)}", cancellationToken);
        return [.. answer.List("files").Select(Of).DistinctBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    private static ArtifactEntry Of(JsonObject file) => new(file.MaybeText("path") ?? "", file.MaybeText("is_dir") == "true", file.MaybeText("file_size") ?? "0");
}
