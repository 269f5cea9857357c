using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Demo.Acts;

/// <summary>The end of the panel: the market breaks out, the monitor freezes promotions, a retrained version is refused.</summary>
internal sealed class MarketBreak(DemoWorld world, TrainerProcess trainer, Registrar registrar)
{
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var last = world.Floor.DayCount - 1;
        world.Out.Act("5  The market breaks out");
        await world.Scientist.PostAsync<DriftReport>(
            $"models/{DemoWorld.Model}/drift/scan", new { through = world.Floor.AsOf(last) }, cancellationToken).OrThrowAsync();
        world.Out.Say("Population stability index of the last 5 days against the 30 before / severe from:");
        await ShowReportsAsync(last, cancellationToken);
        var model = await world.Scientist.GetAsync<ModelView>($"models/{DemoWorld.Model}", cancellationToken).OrThrowAsync();
        if (model.Frozen is { } frozen)
            world.Out.Bad($"promotions are frozen: {frozen.Reason}");
        await RetrainAsync(last, cancellationToken);
    }

    private async Task ShowReportsAsync(int last, CancellationToken cancellationToken)
    {
        var from = world.Floor.AsOf(last - 4);
        var page = await world.Scientist.GetAsync<DriftReports>(
            string.Create(CultureInfo.InvariantCulture, $"models/{DemoWorld.Model}/drift/reports?from={from:yyyy-MM-ddTHH:mm:ssZ}"), cancellationToken).OrThrowAsync();
        world.Out.Table(["as of", "severity", "return_1d", "abs_return_1d", "in a row", "action"], page.Reports.AsEnumerable().Reverse().Select(r => (IReadOnlyList<string>)
            [r.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), r.Severity.ToString(), Psi(r, "return_1d"), Psi(r, "abs_return_1d"),
             r.SevereInARow.ToString(CultureInfo.InvariantCulture), r.Action]));
    }

    private async Task RetrainAsync(int last, CancellationToken cancellationToken)
    {
        var retraining = await world.Scientist.GetAsync<RetrainingView>($"models/{DemoWorld.Model}/retraining", cancellationToken).OrThrowAsync();
        world.Out.Say($"open requests for retraining: {retraining.Requests.Count(r => r.AnsweredBy is null)}");
        var trained = await trainer.TrainAsync("training v3 on every label known by now", world.Floor.Day(last), rounds: null, cancellationToken);
        var v3 = await registrar.RegisterAsync(trained, "Retrained after the break, on the labels known then", parent: 2, drill: false, cancellationToken);
        await world.Scientist.PostAsync<RetrainingView>($"models/{DemoWorld.Model}/retraining/complete", new { version = v3.Number }, cancellationToken).OrThrowAsync();
        world.Out.Good($"registered version {v3.Number} ({v3.SemanticVersion}), the third that was trained");
        var attempt = await registrar.TryPromoteAsync(v3.Number, "answers the request for retraining", cancellationToken);
        if (attempt.Problem is not { } refusal)
        {
            world.Out.Note("the policy let it pass");
            return;
        }

        world.Out.Bad($"promotion refused ({refusal.Status} {refusal.Code}):");
        world.Out.Gates(refusal.Gates);
    }

    private static string Psi(DriftReport report, string feature)
    {
        var drift = report.Features.FirstOrDefault(f => f.Feature == feature);
        return drift?.Psi is { } psi ? string.Create(CultureInfo.InvariantCulture, $"{psi:0.000} / {drift.SevereThreshold:0.000}") : "–";
    }
}
