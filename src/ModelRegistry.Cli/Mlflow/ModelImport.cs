using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>
/// Brings registered models over, then their versions in the order in which they were made, so that a copy finds its original. Numbers are given upwards only, so a model
/// stops at its first version that cannot come, unless such versions are left out; the next import goes on from there.
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
        var name = model.Text("name");
        if (!ledger.Note(ImportKinds.Model, name, await PostAsync("models", model, cancellationToken)))
            _stopped.Add(name);
        _aliases[name] = model.List("aliases").ToLookup(alias => alias.Text("version"), alias => alias.Text("alias"), StringComparer.Ordinal);
    }

    /// <summary>By the time they were made, and those of one model by their numbers also where a clock went back.</summary>
    private async Task<List<JsonObject>> OrderedAsync(CancellationToken cancellationToken)
    {
        var all = new List<JsonObject>();
        await foreach (var page in there.VersionsAsync(cancellationToken))
            all.AddRange(page);
        NoteLostAliases(all);
        return [.. all.GroupBy(version => version.Text("name"), StringComparer.Ordinal).SelectMany(InTime).OrderBy(one => one.Time).ThenBy(one => one.Number).Select(one => one.Version)];
    }

    private static IEnumerable<(long Time, long Number, JsonObject Version)> InTime(IEnumerable<JsonObject> model)
    {
        var latest = 0L;
        foreach (var (number, version) in model.Select(version => (version.Integer("version"), version)).OrderBy(one => one.Item1))
        {
            latest = Math.Max(latest, version.Integer("creation_timestamp"));
            yield return (latest, number, version);
        }
    }

    private async Task VersionAsync(JsonObject version, CancellationToken cancellationToken)
    {
        var name = version.Text("name");
        var label = $"{name} {version.Text("version")}";
        if (_stopped.Contains(name))
            ledger.Skip(ImportKinds.Version, label, "the model stopped before it");
        else if (!await PassesAsync(version, label, cancellationToken))
            _stopped.Add(name);
    }

    /// <summary>False where the model stops. What cannot come may be here already, or may have been.</summary>
    private async Task<bool> PassesAsync(JsonObject version, string label, CancellationToken cancellationToken)
    {
        var source = runs.Moved(version.MaybeText("source") ?? "");
        var obstacle = ObstacleOf(version, source);
        var said = await PostAsync(obstacle is null ? "versions" : "versions/look", AsHere(version, source), cancellationToken);
        if (said.Value is not { Outcome: ImportOutcome.Missing })
            return ledger.Note(ImportKinds.Version, label, said) || options.LeaveOut;
        ledger.Skip(ImportKinds.Version, label, obstacle!.Why);
        return options.LeaveOut && !obstacle.Passes;
    }

    private Obstacle? ObstacleOf(JsonObject version, string? source)
    {
        if (version.MaybeText("run_id") is { } run && runs.GoesOn(run))
            return new($"its run {run} goes on there", Passes: true);
        return source is null ? new($"its files, {version["source"]}, are those of no run that came over", Passes: false) : runs.Lost(source);
    }

    /// <summary>The server tells aliases with the model only, and its own place of the files.</summary>
    private JsonObject AsHere(JsonObject version, string? source)
    {
        var moved = version.DeepClone().AsObject();
        moved["source"] = source;
        if (_aliases.TryGetValue(version.Text("name"), out var aliases))
            moved["aliases"] = new JsonArray([.. aliases[version.Text("version")].Select(alias => (JsonNode)alias)]);
        return moved;
    }

    /// <summary>A server may keep aliases of versions that it has deleted.</summary>
    private void NoteLostAliases(List<JsonObject> versions)
    {
        var known = versions.Select(version => (version.Text("name"), version.Text("version"))).ToHashSet();
        foreach (var (model, aliases) in _aliases)
        {
            foreach (var of in aliases.Where(of => !known.Contains((model, of.Key))))
                ledger.Skip(ImportKinds.Alias, $"{model}@{string.Join(", @", of)}", $"it points at version {of.Key}, which is deleted there");
        }
    }

    private Task<ApiResult<ImportAnswer>> PostAsync(string things, JsonObject thing, CancellationToken cancellationToken) =>
        here.CommandAsync<ImportAnswer>(HttpMethod.Post, $"import/mlflow/{things}", thing, cancellationToken);
}
