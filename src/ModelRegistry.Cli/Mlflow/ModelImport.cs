using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>
/// Brings registered models over, then their versions in the order in which they were made, so that a copy finds its original. Numbers are given upwards only, so a model
/// stops at its first version that cannot come; the next import goes on from there.
/// </summary>
internal sealed class ModelImport(MlflowServer there, RegistryClient here, TrackingImport runs, ImportLedger ledger, MlflowImportOptions options)
{
    private const int Step = 500;
    private readonly Dictionary<string, ILookup<string, string>> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in there.ModelsAsync(cancellationToken))
        {
            foreach (var model in page)
                await ModelAsync(model, cancellationToken);
        }

        var done = 0;
        foreach (var version in await OrderedAsync(cancellationToken))
        {
            await VersionAsync(version, cancellationToken);
            if (++done % Step == 0)
                options.Progress($"versions; so far {ledger.Words(ImportKinds.Version)}");
        }
    }

    private async Task ModelAsync(JsonObject model, CancellationToken cancellationToken)
    {
        var name = model["name"]!.ToString();
        if (!ledger.Note(ImportKinds.Model, name, await PostAsync("models", model, cancellationToken)))
            _stopped.Add(name);
        _aliases[name] = (model["aliases"]?.AsArray().OfType<JsonObject>() ?? []).ToLookup(alias => alias["version"]!.ToString(), alias => alias["alias"]!.ToString(), StringComparer.Ordinal);
    }

    /// <summary>By the time they were made, and those of one model by their numbers also where a clock went back.</summary>
    private async Task<List<JsonObject>> OrderedAsync(CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        await foreach (var page in there.VersionsAsync(cancellationToken))
            all.AddRange(page);
        NoteLostAliases(all);
        return [.. all.GroupBy(version => version["name"]!.ToString(), StringComparer.Ordinal).SelectMany(InTime).OrderBy(one => one.Time).ThenBy(one => one.Number).Select(one => one.Version)];
    }

    private static IEnumerable<(long Time, int Number, JsonObject Version)> InTime(IEnumerable<JsonObject> model)
    {
        var latest = 0L;
        foreach (var (number, version) in model.Select(version => (Number(version), version)).OrderBy(one => one.Item1))
        {
            latest = Math.Max(latest, long.Parse(version["creation_timestamp"]?.ToString() ?? "0", CultureInfo.InvariantCulture));
            yield return (latest, number, version);
        }
    }

    private async Task VersionAsync(JsonObject version, CancellationToken cancellationToken)
    {
        var name = version["name"]!.ToString();
        var label = $"{name} {version["version"]}";
        var run = version["run_id"]?.ToString();
        if (_stopped.Contains(name))
        {
            ledger.Skip(ImportKinds.Version, label, "the model stopped before it");
        }
        else if (run is not null && runs.GoesOn(run))
        {
            ledger.Skip(ImportKinds.Version, label, $"its run {run} goes on there");
            _stopped.Add(name);
        }
        else if (runs.Moved(version["source"]?.ToString() ?? "") is not { } source)
        {
            ledger.Skip(ImportKinds.Version, label, $"its files, {version["source"]}, are those of no run that came over");
            _stopped.Add(name);
        }
        else if (!ledger.Note(ImportKinds.Version, label, await PostAsync("versions", AsHere(version, source), cancellationToken)))
        {
            _stopped.Add(name);
        }
    }

    /// <summary>The server tells aliases with the model only, and its own place of the files.</summary>
    private JsonObject AsHere(JsonObject version, string source)
    {
        var moved = version.DeepClone().AsObject();
        moved["source"] = source;
        if (_aliases.TryGetValue(version["name"]!.ToString(), out var aliases))
            moved["aliases"] = new JsonArray([.. aliases[version["version"]!.ToString()].Select(alias => (JsonNode)alias)]);
        return moved;
    }

    /// <summary>A server may keep aliases of versions that it has deleted.</summary>
    private void NoteLostAliases(List<JsonObject> versions)
    {
        var known = versions.Select(version => (version["name"]!.ToString(), version["version"]!.ToString())).ToHashSet();
        foreach (var (model, aliases) in _aliases)
        {
            foreach (var of in aliases.Where(of => !known.Contains((model, of.Key))))
                ledger.Skip(ImportKinds.Alias, $"{model}@{string.Join(", @", of)}", $"it points at version {of.Key}, which is deleted there");
        }
    }

    private Task<ApiResult<ImportAnswer>> PostAsync(string things, JsonObject thing, CancellationToken cancellationToken) =>
        here.CommandAsync<ImportAnswer>(HttpMethod.Post, $"import/mlflow/{things}", thing, cancellationToken);

    private static int Number(JsonObject version) => int.Parse(version["version"]!.ToString(), CultureInfo.InvariantCulture);
}
