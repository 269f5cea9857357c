using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Postgres.Mlflow;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>Brings experiments over with their runs, and the runs with their metrics and files. A run comes with all of its metrics or not at all; its files follow.</summary>
internal sealed class TrackingImport(MlflowServer there, RegistryClient here, ArtifactCopy files, ImportLedger ledger, MlflowImportOptions options)
{
    private const int AtOnce = 4, MetricsOfALine = 1_000;
    private const string OfRun = "runs:/";

    /// <summary>The URI here by the path there of each run's files.</summary>
    private readonly ConcurrentDictionary<string, string> _artifacts = new(StringComparer.Ordinal);

    /// <summary>The path here of each run's files.</summary>
    private readonly ConcurrentDictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _unfinished = new(StringComparer.Ordinal);

    /// <summary>Whether a run was left there because it goes on.</summary>
    public bool GoesOn(string run) => _unfinished.ContainsKey(run);

    /// <summary>Where files of a run that came over are here; files that the server does not hand out itself stay where they are.</summary>
    /// <returns>Null where they belong to no run that came over.</returns>
    public string? Moved(string source)
    {
        if (ArtifactCopy.PathOf(source) is not { } path)
            return source;
        for (var root = path; root.Length > 0; root = root[..Math.Max(root.LastIndexOf('/'), 0)])
        {
            if (_artifacts.TryGetValue(root, out var here))
                return here + path[root.Length..];
        }

        return null;
    }

    /// <summary>What of the files of a source here did not come; null where all did, or they are not here.</summary>
    public Obstacle? Lost(string source) => FolderOf(source) is { } folder ? files.Lost(folder) : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in there.ExperimentsAsync(cancellationToken))
        {
            foreach (var experiment in page)
                await ExperimentAsync(experiment, cancellationToken);
        }
    }

    private string? FolderOf(string source)
    {
        if (!source.StartsWith(OfRun, StringComparison.Ordinal))
            return ArtifactCopy.PathOf(source);
        var (run, below) = source[OfRun.Length..].Split('/', 2) is [var id, var path] ? (id, path) : (source[OfRun.Length..], "");
        return _folders.TryGetValue(run, out var folder) ? $"{folder}/{below}".TrimEnd('/') : null;
    }

    private async Task ExperimentAsync(JsonObject experiment, CancellationToken cancellationToken)
    {
        var (id, name) = (experiment.Text("experiment_id"), experiment.Text("name"));
        var said = await here.CommandBytesAsync<ImportAnswer>("import/mlflow/experiments", Bytes(experiment), cancellationToken);
        if (!ledger.Note(ImportKinds.Experiment, name, said))
            return;
        await foreach (var page in there.RunsAsync(id, cancellationToken))
        {
            var work = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(page, work, async (run, cancelled) => await RunAsync(run, said.Value!.ExperimentId!, cancelled));
            options.Progress($"experiment {name}; so far {ledger.Words(ImportKinds.Run)}, {ledger.Words(ImportKinds.File)}");
        }
    }

    private async Task RunAsync(JsonObject run, string experiment, CancellationToken cancellationToken)
    {
        var info = run.Message("info");
        var id = info.MaybeText("run_id") ?? info.Text("run_uuid");
        if (!options.Running && info.MaybeText("status") is "RUNNING" or "SCHEDULED")
        {
            _unfinished[id] = true;
            ledger.Skip(ImportKinds.Run, id, $"it is {info["status"]} there; import again when it has ended, or with --running");
            return;
        }

        var said = await here.CommandBytesAsync<ImportAnswer>($"import/mlflow/runs/look?experiment={experiment}", Bytes(run), cancellationToken);
        if (said.Value is { Outcome: ImportOutcome.Missing })
            said = await AddAsync(run, id, experiment, cancellationToken);
        if (!ledger.Note(ImportKinds.Run, id, said))
            return;
        var to = said.Value!.ArtifactUri;
        if (ArtifactCopy.PathOf(info.MaybeText("artifact_uri")) is not { } source || ArtifactCopy.PathOf(to) is not { } target)
            return;
        (_artifacts[source], _folders[id]) = (to!, target);
        await files.CopyAsync(source, target, cancellationToken);
    }

    /// <summary>The run and its metrics go through a file, so that the call can be repeated whatever their number is.</summary>
    private async Task<ApiResult<ImportAnswer>> AddAsync(JsonObject run, string id, string experiment, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.GetTempFileName());
        try
        {
            await WriteAsync(file, run, id, cancellationToken);
            return await here.PostFileAsync<ImportAnswer>($"import/mlflow/runs?experiment={experiment}", file, cancellationToken);
        }
        finally
        {
            file.Delete();
        }
    }

    private async Task WriteAsync(FileInfo file, JsonObject run, string id, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await WriteLineAsync(stream, run, cancellationToken);
        foreach (var metric in run["data"] is JsonObject data ? data.List("metrics") : [])
        {
            await foreach (var page in there.HistoryAsync(id, metric.Text("key"), cancellationToken))
            {
                foreach (var part in page.Chunk(MetricsOfALine))
                    await WriteLineAsync(stream, new JsonObject { ["metrics"] = new JsonArray([.. part.Select(value => value.DeepClone())]) }, cancellationToken);
            }
        }
    }

    private static async Task WriteLineAsync(FileStream stream, JsonObject line, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Bytes(line), cancellationToken);
        stream.WriteByte((byte)'\n');
    }

    private static byte[] Bytes(JsonObject thing) => JsonSerializer.SerializeToUtf8Bytes(thing);
}
