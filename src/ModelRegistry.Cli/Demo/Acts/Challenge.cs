using System.Globalization;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Demo.Acts;

/// <summary>Version 2 against version 1 through 2016; the loser runs on in shadow.</summary>
internal sealed class Challenge(DemoWorld world, TrainerProcess trainer, Registrar registrar, DayRunner days)
{
    public const string Experiment = "v2-against-v1";

    public async Task<(VersionView Challenger, ExperimentView Test)> PlayAsync(CancellationToken cancellationToken)
    {
        world.Out.Act("3  Version 2 against version 1 through 2016");
        var trained = await trainer.TrainAsync("training v2", new DateOnly(2015, 12, 31), rounds: null, cancellationToken);
        var v2 = await registrar.RegisterAsync(trained, "Data to the end of 2015", parent: 1, drill: false, cancellationToken);
        world.Out.Good($"registered version {v2.Number} ({v2.SemanticVersion}): {v2.BumpReason}");
        await AnswerRetrainingAsync(v2.Number, cancellationToken);
        await StartAsync(v2.Number, cancellationToken);

        var from = world.Floor.FirstDayFrom(2016, 1, 1);
        var settled = world.Floor.FirstDayFrom(2017, 1, 1) + world.Floor.Horizon;
        await days.RunAsync("2016: half of the units go to v2", from, settled, cancellationToken);
        var test = await world.Scientist.PostAsync<ExperimentView>(
            $"experiments/{Experiment}/conclude", new { reason = "the last actual of 2016 has arrived" }, cancellationToken).OrThrowAsync();
        Show(test.Verdict!);
        await AfterAsync(v2, test.Verdict!, cancellationToken);
        return (v2, test);
    }

    private async Task AnswerRetrainingAsync(int number, CancellationToken cancellationToken)
    {
        var retraining = await world.Scientist.GetAsync<Contracts.Retraining.RetrainingView>($"models/{DemoWorld.Model}/retraining", cancellationToken).OrThrowAsync();
        var open = retraining.Requests.Count(r => r.AnsweredBy is null);
        if (open == 0)
            return;
        await world.Scientist.PostAsync<Contracts.Retraining.RetrainingView>(
            $"models/{DemoWorld.Model}/retraining/complete", new { version = number }, cancellationToken).OrThrowAsync();
        world.Out.Note($"it answers {open} request(s) for retraining that the monitor made in 2015");
    }

    private async Task StartAsync(int challenger, CancellationToken cancellationToken)
    {
        await world.Scientist.PostAsync<ExperimentView>("experiments", new
        {
            name = Experiment,
            model = DemoWorld.Model,
            variants = new[] { new { name = "champion", version = 1, weight = 0.5 }, new { name = "challenger", version = challenger, weight = 0.5 } },
            metrics = new[] { new { name = "rank_hit", kind = MetricKind.Proportion, source = MetricSource.RankHit, direction = "increase", role = "primary" } },
            confidence = 0.95,
            minSamples = 1000,
            seed = "demo-2016",
            asOfFrom = "2016-01-01T00:00:00Z",
            asOfTo = "2017-01-01T00:00:00Z",
            blockDays = 5,
            onConclude = "recommend",
        }, cancellationToken).OrThrowAsync();
        await world.Scientist.PostAsync<ExperimentView>($"experiments/{Experiment}/start", new { }, cancellationToken).OrThrowAsync();
        await registrar.RoutedAsync(status => status.Experiment is not null, "the A/B test", cancellationToken);
        world.Out.Good("A/B test started: unit is ticker and day, primary metric is rank hit (score and return over the day's median have the same sign)");
    }

    private void Show(Verdict verdict)
    {
        var result = verdict.Primary;
        world.Out.Table(["arm", "version", "units", "rank hit"], result.Arms.Select(arm => (IReadOnlyList<string>)
            [arm.Variant, Text($"{arm.Version}"), Text($"{arm.Units:N0}"), Text($"{arm.Mean:P2}")]));
        world.Out.Table(["what", "low", "high"], new[] { result.Welch, result.Sequential, result.Blocks }
            .Where(i => i is not null).Select(i => (IReadOnlyList<string>)[i!.Method, Text($"{i.Low:+0.00%;-0.00%}"), Text($"{i.High:+0.00%;-0.00%}")]));
        world.Out.Say($"verdict: {verdict.Outcome.Replace('_', ' ')}. {verdict.Why}");
    }

    private async Task AfterAsync(VersionView v2, Verdict verdict, CancellationToken cancellationToken)
    {
        if (verdict.Outcome == "challenger_won")
        {
            var attempt = await registrar.TryPromoteAsync(v2.Number, "won its A/B test", cancellationToken);
            world.Out.Say(attempt.Problem is { } refusal ? $"won, but refused: {refusal.Detail}" : $"version {v2.Number} is in production");
            return;
        }

        await world.Approver.CommandAsync<ModelView>(HttpMethod.Put, $"models/{DemoWorld.Model}/traffic",
            new { shadow = new[] { v2.Number }, reason = "did not win its A/B test; runs on in shadow" }, cancellationToken).OrThrowAsync();
        await registrar.RoutedAsync(status => status.Shadows.Contains(v2.Number), "the shadow", cancellationToken);
        world.Out.Good($"version 1 stays in production; version {v2.Number} runs on in shadow");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
