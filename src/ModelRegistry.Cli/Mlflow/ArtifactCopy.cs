using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>Copies the files that one server hands out to another one: those that are not there yet.</summary>
internal sealed class ArtifactCopy(MlflowServer there, MlflowServer here, ImportLedger ledger)
{
    private const string Scheme = "mlflow-artifacts:";
    private const string Files = "mlflow-artifacts/artifacts";

    /// <summary>The registry takes no longer ones; folders that hold themselves end there.</summary>
    private const int LongestPath = 1_024;

    /// <summary>Whether it may come later, by the path here.</summary>
    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);

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

    /// <summary>What of the files at and below a path here, or of the folders above it, is not what it is there; null where all is.</summary>
    public Obstacle? Lost(string path) => _lost
        .Where(lost => IsWithin(lost.Key, path) || IsWithin(path, lost.Key))
        .OrderByDescending(lost => lost.Value)
        .ThenBy(lost => lost.Key, StringComparer.Ordinal)
        .Select(lost => new Obstacle($"of its files did not come: {lost.Key}", lost.Value))
        .FirstOrDefault();

    /// <summary>What cannot come is noted, and the rest comes.</summary>
    /// <param name="from">A folder there.</param>
    /// <param name="to">The same one here.</param>
    /// <param name="cancellationToken">Ends it between two files, or within one, which is not here then.</param>
    /// <exception cref="ServerAwayException">One of the servers is not there.</exception>
    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (to.Length > LongestPath)
        {
            Lose(to, FormattableString.Invariant($"paths have at most {LongestPath} characters"));
            return;
        }

        try
        {
            var given = await ArtifactEntry.ListAsync(there, from, cancellationToken);
            var known = given.Count == 0 ? [] : await ArtifactEntry.ListAsync(here, to, cancellationToken);
            await CopyAsync(given, known.ToDictionary(entry => entry.Name, StringComparer.Ordinal), from, to, cancellationToken);
        }
        catch (Exception refused) when (IsOfThisOne(refused))
        {
            Lose(to, refused);
        }
    }

    private async Task CopyAsync(List<ArtifactEntry> given, Dictionary<string, ArtifactEntry> known, string from, string to, CancellationToken cancellationToken)
    {
        foreach (var entry in given)
        {
            if (!entry.IsPlain)
                Lose($"{to}/{entry.Name}", "a name has no '/', '\\' or NUL, and is none of '', '.' and '..'");
            else if (entry.IsFolder)
                await CopyAsync($"{from}/{entry.Name}", $"{to}/{entry.Name}", cancellationToken);
            else if (!known.TryGetValue(entry.Name, out var same))
                await CopyFileAsync($"{from}/{entry.Name}", $"{to}/{entry.Name}", cancellationToken);
            else if (same != entry)
                Differ($"{to}/{entry.Name}", same, entry);
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
        catch (Exception refused) when (IsOfThisOne(refused))
        {
            Lose(to, refused);
        }
    }

    /// <summary>Whether others may still come: a server that is not there at all, and a registry that has no room, take and give nothing any more.</summary>
    private static bool IsOfThisOne(Exception refused) => refused is ServerAwayException { StatusCode: not null } or JsonException || (refused is ApiException { Problem.Status: not 507 });

    private void Lose(string path, Exception refused) =>
        Lose(path, refused is ApiException { Problem: var problem } ? problem.Detail : refused.Message, refused is ServerAwayException { StatusCode: not HttpStatusCode.InternalServerError });

    private void Lose(string path, string why, bool mayCome = false)
    {
        _lost[path] = mayCome;
        ledger.Skip(ImportKinds.File, path, why);
    }

    private void Differ(string path, ArtifactEntry same, ArtifactEntry other)
    {
        _lost[path] = false;
        ledger.Conflict(ImportKinds.File, path, other.IsFolder == same.IsFolder ? $"it has {same.Bytes} bytes here and {other.Bytes} there" : $"it is a folder {(same.IsFolder ? "here" : "there")} only");
    }

    private static bool IsWithin(string path, string folder) => path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/');

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
