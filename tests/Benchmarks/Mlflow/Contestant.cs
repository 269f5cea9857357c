using ModelRegistry.Cli.Demo;

namespace Benchmarks.Mlflow;

/// <summary>A server whose calls are measured, with what the calls need on it.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    private const int Clients = 8;
    private const int Runs = 200;

    private readonly MlflowServer[] _servers;
    private readonly IAsyncDisposable? _silo;
    private readonly ScratchFolder? _folder;

    private Contestant(string name, Uri address, string? token, ProcessorTime? processor, IAsyncDisposable? silo = null, ScratchFolder? folder = null)
    {
        (Name, _silo, _folder) = (name, silo, folder);
        _servers = [.. Enumerable.Range(0, Clients).Select(_ => new MlflowServer(address, token))];
        Load = new Load(_servers, processor);
        Calls = Prepare();
    }

    public string Name { get; }

    public Load Load { get; }

    /// <summary>The next call of a kind, by the client's number and that of the call.</summary>
    public IReadOnlyList<(string What, Func<int, int, (string Path, string? Body)> Call)> Calls { get; }

    /// <param name="place">The address of a server that runs, or the executable of a host, which is started on a private database of its own.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<Contestant> StartAsync(string place, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return new Contestant(address.Authority, address, Environment.GetEnvironmentVariable("MLFLOW_TRACKING_TOKEN"), processor: null);
        var folder = new ScratchFolder();
        SiloProcess? silo = null;
        try
        {
            silo = await SiloProcess.StartAsync(place, folder.PathOf("data"), "http://127.0.0.1:0", static _ => { }, cancellationToken);
            var name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(place)))!;
            return new Contestant(name, silo.Address, silo.Token, ProcessorTime.Of(silo.ProcessId, folder.PathOf("data")), silo, folder);
        }
        catch
        {
            if (silo is not null)
                await silo.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            server.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
        _folder?.Dispose();
    }

    private (string What, Func<int, int, (string Path, string? Body)> Call)[] Prepare()
    {
        var experiment = _servers[0].Experiment("benchmark");
        var runs = _servers[0].FilledRuns(experiment, Runs);
        var own = _servers.Select(server => server.Run("0")).ToArray();
        var registry = new RegistryCalls(Clients);
        registry.Prepare(_servers[0]);
        return
        [
            ("get by alias", RegistryCalls.GetByAlias),
            ("search versions, 20 of 50", RegistryCalls.SearchVersions),
            ("set alias", RegistryCalls.SetAlias),
            ("create version", registry.CreateVersion),
            ("create version, one model", RegistryCalls.CreateVersionOfOne),
            ("get run", (client, i) => MlflowServer.GetRun(runs[i % Runs])),
            ("search runs, 20 of 200", (client, i) => MlflowServer.Search(experiment, "")),
            ("search runs, by a metric", (client, i) => MlflowServer.Search(experiment, "metrics.m0 > 0.1 AND params.p0 = '1'", "metrics.m1 DESC")),
            ("create run", (client, i) => MlflowServer.CreateRun("0", i)),
            ("log metric", (client, i) => MlflowServer.LogMetric(own[client], "loss", i)),
            ("log metric, all to one run", (client, i) => MlflowServer.LogMetric(own[0], $"loss-{client}", i)),
            ("metric history, 1,000 values", (client, i) => MlflowServer.History(own[client], "loss")),
            ("log_batch of 100 metrics", (client, i) => MlflowServer.LogBatch(own[client], 100, i)),
        ];
    }
}
