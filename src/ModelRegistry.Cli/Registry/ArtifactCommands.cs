using System.CommandLine;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg artifacts</c>.</summary>
internal static class ArtifactCommands
{
    private static readonly Argument<FileSystemInfo> Source = new Argument<FileSystemInfo>("PATH") { Description = "A file, or a folder, which becomes a tree" }.AcceptExistingOnly();
    private static readonly Argument<string> Digest = new("DIGEST") { Description = "Of an artifact or a tree" };
    private static readonly Argument<FileInfo> Target = new("TARGET") { Description = "The file to write, or of a tree the folder; nothing may be there" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would go" };

    public static Command Create() => new("artifacts", "Uploads, downloads and collects the files of models, by their digests")
    {
        new RegistryCommand("put", "Uploads a file or a folder, and writes its digest", "modelreg artifacts put model.json") { Source }
            .Does<PutArtifact>(
                async call => new JsonObject { ["digest"] = await PutAsync(call, call.Given.GetRequiredValue(Source)) },
                (screen, put) => screen.Line(put.Digest)),
        new RegistryCommand("get", "Downloads an artifact, and verifies it", $"modelreg artifacts get $(modelreg artifacts put model.json) copy.json") { Digest, Target }
            .Does<GotArtifact>(call => GetAsync(call, call.Given.GetRequiredValue(Digest)), Show),
        new RegistryCommand("collect", "Removes artifacts that nothing has referred to for long; a host does so by itself", "modelreg artifacts collect --dry-run") { DryRun }
            .Does<CollectedArtifacts>(
                call => call.PostAsync($"artifacts/collect?dryRun={(call.Given.GetValue(DryRun) ? "true" : "false")}", new { }),
                (screen, done) => screen.Line(FormattableString.Invariant($"{Counted.Of(done.Artifacts, "artifact")}, {done.Bytes} bytes, and what {Counted.Of(done.Leftovers, "upload")} left"))),
    };

    /// <summary><c>modelreg versions download</c>.</summary>
    public static RegistryCommand Download() =>
        new RegistryCommand("download", "Downloads the artifact of a version, and verifies it", "modelreg versions download fraud @challenger challenger.json") { Given.Model, Given.Version, Target }
            .Does<GotArtifact>(async call => await GetAsync(call, (await call.GetAsync(call.VersionPath()))["artifact"]!.GetValue<string>()), Show);

    /// <summary>Answers with the digest.</summary>
    public static Task<string> PutAsync(RegistryCall call, FileSystemInfo source) => source is DirectoryInfo folder ? FolderUpload.RunAsync(call, folder) : call.UploadAsync((FileInfo)source);

    private static async Task<JsonNode> GetAsync(RegistryCall call, string digest) => await new ArtifactDownload(call, call.Given.GetRequiredValue(Target).FullName).RunAsync(digest);

    private static void Show(Screen screen, GotArtifact got) => screen.Line(FormattableString.Invariant($"{Counted.Of(got.Files, "file")}, {got.Bytes} bytes in {got.Path}"));
}
