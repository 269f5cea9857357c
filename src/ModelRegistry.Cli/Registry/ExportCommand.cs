using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Cli.Registry;

/// <summary><c>modelreg export</c>.</summary>
internal static class ExportCommand
{
    private static readonly Argument<FileInfo> Target = new("FILE") { Description = "The file to write, which must not be there" };
    private static readonly Option<string?> Only = new("--model") { Description = "This model only, with its A/B tests that have ended" };
    private static readonly Option<bool> Artifacts = new("--artifacts") { Description = "With the artifacts of the versions" };

    public static RegistryCommand Create() => new RegistryCommand(
        "export",
        "Writes the registry, or one model, to a file for import",
        "modelreg export fraud.tar --model fraud --artifacts") { Target, Only, Artifacts }
        .Does<ExportedFile>(
            ExportAsync,
            (screen, done) => screen.Line($"{Counted.Of(done.Streams, "stream")}, {Counted.Of(done.Events, "event")}, {Counted.Of(done.Artifacts, "artifact")} in {done.File}"));

    private static async Task<JsonNode> ExportAsync(RegistryCall call)
    {
        var path = call.Given.GetRequiredValue(Target).FullName;
        var only = call.Given.GetValue(Only) is { } model ? $"&model={Uri.EscapeDataString(model)}" : "";
        await using var file = new WholeFile(path);
        await call.DownloadAsync($"export?artifacts={(call.Given.GetValue(Artifacts) ? "true" : "false")}{only}", file.Content);
        var manifest = await VerifyAsync(file.Content, call.Cancelled);
        var done = new ExportedFile(path, file.Content.Length, manifest.TakenAt, manifest.Streams, manifest.Events, manifest.Artifacts);
        await file.KeepAsync();
        return JsonSerializer.SerializeToNode(done, RegistryJson.Options)!;
    }

    private static async Task<ExportManifest> VerifyAsync(Stream received, CancellationToken cancellationToken)
    {
        try
        {
            return await ExportFile.VerifyAsync(received, cancellationToken);
        }
        catch (ImportRefusedException cut)
        {
            throw new IOException($"what the registry sent is not whole ({cut.Message}); its log may say why", cut);
        }
    }
}
