using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Demo;

namespace Benchmarks.Serving;

/// <summary>
/// Predictions and actuals over HTTP, by the whole host as a process of its own on a durable private PostgreSQL: the callers, the host, the
/// database, the joiner and the monitor share the machine.
/// </summary>
internal static class ServingRoom
{
    private const string Predict = $"api/v1/models/{ServedModel.Name}/predict";
    private const string Actuals = $"api/v1/models/{ServedModel.Name}/actuals";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        await using var silo = await SiloProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "modelreg-silo"), folder.PathOf("data"), "http://127.0.0.1:0", static _ => { }, cancellationToken);
        await MeasureAsync(silo, folder, cancellationToken);
    }

    private static async Task MeasureAsync(SiloProcess silo, ScratchFolder folder, CancellationToken cancellationToken)
    {
        using var admin = new RegistryClient(silo.Address, silo.Token, TimeProvider.System);
        var token = await admin.PostAsync<JsonObject>("tokens", new { principal = "reviewer", role = "Approver" }, cancellationToken).OrThrowAsync();
        using var reviewer = new RegistryClient(silo.Address, (string)token["token"]!, TimeProvider.System);
        var model = new ServedModel(admin, reviewer);
        await model.MakeAsync(folder.PathOf("model"), cancellationToken);

        using var http = new HttpClient { BaseAddress = silo.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.Token);
        using var host = Process.GetProcessById(silo.ProcessId);
        var callers = new Callers(http, host);
        var panel = Panel.OfPredictions(model.Features, Panel.Tickers, durable: true);
        Console.WriteLine($"3 members of 150 trees, {model.Features.Count} features; a call of {Panel.Tickers} has {panel.Length / 1024} KiB; {WarmUp.TotalSeconds} s to warm up");
        await callers.WarmUpAsync(Predict, panel, WarmUp, cancellationToken);
        Callers.PrintHeader();
        await PredictAsync(callers, model, Panel.Tickers, "", cancellationToken);
        await ActualsAsync(callers, cancellationToken);
        await PredictAsync(callers, model, 1, "", cancellationToken);
        await model.TestAsync(cancellationToken);
        await PredictAsync(callers, model, Panel.Tickers, ", A/B", cancellationToken);
    }

    private static async Task PredictAsync(Callers callers, ServedModel model, int size, string suffix, CancellationToken cancellationToken)
    {
        callers.Restart();
        foreach (var durable in new[] { false, true })
        {
            var panel = Panel.OfPredictions(model.Features, size, durable);
            foreach (var count in new[] { 1, 32 })
                await callers.MeasureAsync($"predict {size}, {(durable ? "durable" : "buffered")}{suffix}", Predict, panel, size, count, cancellationToken);
        }
    }

    /// <summary>Actuals of the days that were predicted last.</summary>
    private static async Task ActualsAsync(Callers callers, CancellationToken cancellationToken)
    {
        callers.Restart();
        await callers.MeasureAsync("actuals 470", Actuals, Panel.OfActuals(Panel.Tickers), Panel.Tickers, 1, cancellationToken);
    }
}
