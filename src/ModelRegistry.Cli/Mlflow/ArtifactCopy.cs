using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>Copies the files that one server hands out to another one: those that are not there yet.</summary>
internal sealed class ArtifactCopy(MlflowServer there, MlflowServer here, ImportLedger ledger)
{
    private const string Scheme = "mlflow-artifacts:";
    private const string Files = "mlflow-artifacts/artifacts";

    /// <summary>Where a server that hands out files itself has those of a URI; null for files that are elsewhere.</summary>
    public static string? PathOf(string? uri)
    {
        if (uri is null || !uri.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var path = uri[Scheme.Length..];
        if (path.StartsWith("//", StringComparison.Ordinal))
            path = path.IndexOf('/', 2) is var end and > 0 ? path[end..] : "";
        return path.Trim('/');
    }

    /// <param name="from">A folder there.</param>
    /// <param name="to">The same one here.</param>
    /// <param name="cancellationToken">Ends it between two files, or within one, which is not here then.</param>
    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        var given = await ListAsync(there, from, cancellationToken);
        if (given.Count == 0)
            return;
        var known = await ListAsync(here, to, cancellationToken);
        foreach (var (name, entry) in given)
        {
            if (entry.IsFolder)
                await CopyAsync($"{from}/{name}", $"{to}/{name}", cancellationToken);
            else if (!known.TryGetValue(name, out var same))
                await CopyFileAsync($"{from}/{name}", $"{to}/{name}", cancellationToken);
            else if (same != entry)
                ledger.Conflict(ImportKinds.File, $"{to}/{name}", $"it has {same.Bytes} bytes here and {entry.Bytes} there");
            else
                ledger.Count(ImportKinds.File, ImportOutcome.Here);
        }
    }

    private async Task CopyFileAsync(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            await there.DownloadAsync($"{Files}/{Escaped(from)}", content => here.UploadAsync($"{Files}/{Escaped(to)}", content, cancellationToken), cancellationToken);
            ledger.Count(ImportKinds.File, ImportOutcome.Added);
        }
        catch (ApiException refused) when (refused.Problem.Status is 400 or 404 or 413)
        {
            ledger.Skip(ImportKinds.File, to, refused.Problem.Detail);
        }
    }

    private static async Task<Dictionary<string, Entry>> ListAsync(MlflowServer server, string folder, CancellationToken cancellationToken)
    {
        var answer = await server.GetAsync($"{Files}?path={Uri.EscapeDataString(folder)}", cancellationToken);
        return (answer["files"]?.AsArray().OfType<JsonObject>() ?? []).ToDictionary(file => file["path"]!.GetValue<string>(), Entry.Of, StringComparer.Ordinal);
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private readonly record struct Entry(bool IsFolder, string Bytes)
    {
        // Sizes come as numbers or as text.
        public static Entry Of(JsonObject file) => new(file["is_dir"]?.GetValue<bool>() == true, file["file_size"]?.ToString() ?? "0");
    }
}
