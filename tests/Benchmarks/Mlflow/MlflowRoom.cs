using ModelRegistry.Cli.Demo;

namespace Benchmarks.Mlflow;

/// <summary>
/// Tracking and registry as MLflow's clients call it, over HTTP, by the whole host as a process of its own on a durable private PostgreSQL: 8 clients, each with one call at a time.
/// They share the machine with host and database. <c>MODELREG_SECONDS</c> sets how long each call is measured; with <c>MODELREG_OTHER_SERVER</c>, an address, the same calls
/// go to a server that is there already, MLflow's own for one (with <c>MLFLOW_TRACKING_TOKEN</c>, if it wants one), and only its speed is told. Its database has to be an
/// empty one. <c>MODELREG_CALLS</c> is what the names of the calls begin with that are measured.
/// </summary>
internal static class MlflowRoom
{
    private const int Clients = 8;
    private const int Runs = 200;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("MODELREG_OTHER_SERVER") is { Length: > 0 } other)
        {
            await MeasureAsync(new Uri(other), Environment.GetEnvironmentVariable("MLFLOW_TRACKING_TOKEN"), processor: null, cancellationToken);
            return;
        }

        using var folder = new ScratchFolder();
        await using var silo = await SiloProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "modelreg-silo"), folder.PathOf("data"), "http://127.0.0.1:0", static _ => { }, cancellationToken);
        await MeasureAsync(silo.Address, silo.Token, ProcessorTime.Of(silo.ProcessId, folder.PathOf("data")), cancellationToken);
    }

    private static async Task MeasureAsync(Uri address, string? token, ProcessorTime? processor, CancellationToken cancellationToken)
    {
        var servers = Enumerable.Range(0, Clients).Select(_ => new MlflowServer(address, token)).ToArray();
        var experiment = servers[0].Experiment("benchmark");
        var runs = servers[0].FilledRuns(experiment, Runs);
        var own = servers.Select(server => server.Run("0")).ToArray();
        var registry = new RegistryCalls(Clients);
        registry.Prepare(servers[0]);

        var only = Environment.GetEnvironmentVariable("MODELREG_CALLS") ?? "";
        (string What, Func<int, int, (string Path, string? Body)> Call)[] all =
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
        var calls = all.Where(call => call.What.StartsWith(only, StringComparison.Ordinal)).ToArray();
        var load = new Load(servers, processor);
        Load.PrintHeader();
        foreach (var (what, call) in calls)
        {
            // The host's code is compiled for speed while it runs. What leaves the database the most to tidy up comes last.
            await load.WarmUpAsync(call, cancellationToken);
            await load.MeasureAsync(what, call, cancellationToken);
        }

        foreach (var server in servers)
            server.Dispose();
    }
}
