using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Demo.Acts;

/// <summary>A version with a constant score is let into production on purpose; the monitor has to notice and roll back.</summary>
internal sealed class FireDrill(DemoWorld world, TrainerProcess trainer, Registrar registrar, DayRunner days)
{
    public async Task PlayAsync(int day, int champion, CancellationToken cancellationToken)
    {
        world.Out.Act($"4  FIRE DRILL on {world.Floor.Day(day):yyyy-MM-dd}");
        world.Out.Say("A version that gives every stock the same score goes into production on purpose; the monitor has to notice.");
        var before = await world.Scientist.GetAsync<MonitorView>($"models/{DemoWorld.Model}/monitor", cancellationToken).OrThrowAsync();
        await ThawAsync(cancellationToken);
        await ConfigureAsync(DrillPolicy(before.Policy), cancellationToken);
        var trained = await trainer.TrainAsync("training the drill version (no trees)", new DateOnly(2014, 12, 31), rounds: 0, cancellationToken);
        var drill = await registrar.RegisterAsync(trained, "FIRE DRILL: constant score", parent: champion, drill: true, cancellationToken);
        var attempt = await registrar.TryPromoteAsync(drill.Number, "fire drill", cancellationToken);
        await registrar.OverrideAsync(drill.Number, attempt.Problem?.Gates ?? [], "fire drill: shows that the monitor rolls back", cancellationToken);
        world.Out.Good($"version {drill.Number} is in production by override, labelled as a drill");

        world.Ledger.DrillSent += await days.PredictAsync(day, cancellationToken);
        var report = await world.Scientist.PostAsync<DriftReport>(
            $"models/{DemoWorld.Model}/drift/scan", new { through = world.Floor.AsOf(day) }, cancellationToken).OrThrowAsync();
        Show(report);
        await registrar.ServedAsync(champion, cancellationToken);
        world.Out.Good($"version {champion} serves again");
        await ConfigureAsync(before.Policy, cancellationToken);
    }

    /// <summary>Acts on the first severe scan; one day of the drill is all there is to judge, so its rows must be enough.</summary>
    private MonitorPolicy DrillPolicy(MonitorPolicy usual) => usual with
    {
        ConfirmScans = 1,
        Action = DriftAction.RollBack,
        MinRows = Math.Min(usual.MinRows, world.Floor.Tickers),
        Note = "fire drill: act on the first severe scan",
    };

    /// <summary>A freeze that stands on the day would keep the drill out; an operator may lift it, on record.</summary>
    private async Task ThawAsync(CancellationToken cancellationToken)
    {
        var model = await world.Scientist.GetAsync<ModelView>($"models/{DemoWorld.Model}", cancellationToken).OrThrowAsync();
        if (model.Frozen is not { } frozen)
            return;
        world.Out.Note($"promotions are frozen since {frozen.AsOf:yyyy-MM-dd}; the second principal lifts the freeze for the drill");
        await world.Approver.PostAsync<ModelView>($"models/{DemoWorld.Model}/promotions/thaw", new { reason = "for the fire drill" }, cancellationToken).OrThrowAsync();
    }

    private void Show(DriftReport report)
    {
        var score = report.Features.First(f => f.Feature == "score");
        world.Out.Bad(string.Create(CultureInfo.InvariantCulture,
            $"scan of {report.AsOf:yyyy-MM-dd}{(report.Drill ? " (drill)" : "")}: {report.Severity}, score PSI {score.Psi:0.00} against {score.SevereThreshold:0.00}"));
        world.Out.Say($"action: {report.Action}. {report.Why}");
    }

    private Task<MonitorView> ConfigureAsync(MonitorPolicy policy, CancellationToken cancellationToken) =>
        world.Approver.CommandAsync<MonitorView>(HttpMethod.Put, $"models/{DemoWorld.Model}/monitor", policy, cancellationToken).OrThrowAsync();
}
