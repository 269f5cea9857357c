using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ModelRegistry.Cli.Client;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Retraining;
using ModelRegistry.Core.Statistics;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Cli.Demo.Acts;

/// <summary>What came of it all, read back from the registry.</summary>
internal sealed class Closing(DemoWorld world, ExperimentView test, long started)
{
    /// <summary>z(0.975) + z(0.80): the smallest effect, in standard errors, that a two-sided 5 % test sees four times in five.</summary>
    private const double DetectableErrors = 1.959964 + 0.841621;

    public async Task<DemoReport> PlayAsync(CancellationToken cancellationToken)
    {
        world.Out.Act("What came of it");
        var model = await GetAsync<ModelView>("", cancellationToken);
        var status = await GetAsync<DemoStatus>("/status", cancellationToken);
        var drift = await GetAsync<DriftReports>("/drift/reports?atLeast=Moderate&pageSize=1000", cancellationToken);
        var report = new DemoReport
        {
            Versions = await VersionsAsync(model, cancellationToken),
            Experiment = Experiment(test.Verdict!),
            Drift = [.. drift.Reports.Reverse().Select(r => new ReportedDrift(Day(r.AsOf), r.Severity.ToString().ToUpperInvariant(), Features(r), r.Drill))],
            Actions = await ActionsAsync(cancellationToken),
            Predictions = new(world.Ledger.PredictionsSent, status.Answered),
            Actuals = new(world.Ledger.ActualsSent, status.Outcomes.Actuals, status.Outcomes.Settled),
            Shadow = status.Logged.GetValueOrDefault("Shadow"),
            Drill = status.Logged.GetValueOrDefault("Drill"),
            Days = world.Ledger.Days,
            Synthetic = world.Floor.Panel.Synthetic,
            Seconds = Math.Round(world.Clock.GetElapsedTime(started).TotalSeconds, 1),
        };
        Show(report, status);
        await ShowPerformanceAsync(cancellationToken);
        world.Out.Lineage(model);
        await ShowHistoryAsync(cancellationToken);
        InPlainWords(model, report);
        return report;
    }

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => world.Scientist.GetAsync<T>($"models/{DemoWorld.Model}{path}", cancellationToken).OrThrowAsync();

    private async Task<ImmutableArray<ReportedVersion>> VersionsAsync(ModelView model, CancellationToken cancellationToken)
    {
        var versions = ImmutableArray.CreateBuilder<ReportedVersion>();
        foreach (var version in model.Versions)
        {
            var detail = await GetAsync<VersionMetrics>($"/versions/{version.Number}", cancellationToken);
            versions.Add(new(version.Number, version.SemanticVersion, version.Stage.ToString(), detail.Metrics.ToImmutableSortedDictionary(StringComparer.Ordinal)));
        }

        return versions.ToImmutable();
    }

    private static ReportedExperiment Experiment(Verdict verdict)
    {
        var interval = verdict.Primary.Blocks ?? verdict.Primary.Sequential;
        return new(verdict.Outcome, verdict.Primary.Metric, verdict.Primary.Estimate,
            interval is null ? [] : [interval.Low, interval.High], verdict.Primary.Arms.Sum(a => a.Units));
    }

    /// <summary>What was decided from data: the drift monitor's events in the model's history, requests for retraining, the verdict.</summary>
    private async Task<ImmutableArray<ReportedAction>> ActionsAsync(CancellationToken cancellationToken)
    {
        var actions = new List<ReportedAction>();
        var history = await GetAsync<DemoHistory>("/history?pageSize=1000", cancellationToken);
        foreach (var entry in history.Events)
        {
            if (entry.Event.TryGetProperty("asOf", out var asOf))
                actions.Add(new(asOf.GetString()![..10], entry.Type, entry.Event.TryGetProperty("reason", out var reason) ? reason.GetString()! : ""));
        }

        var retraining = await GetAsync<RetrainingView>("/retraining", cancellationToken);
        actions.AddRange(retraining.Requests.Where(r => r.AsOf is not null).Select(r => new ReportedAction(
            Day(r.AsOf!.Value), "retraining-requested", r.Reason + (r.AnsweredBy is { } number ? $" (answered by version {number})" : ""))));
        var lastOf2016 = world.Floor.AsOf(world.Floor.FirstDayFrom(2017, 1, 1) - 1);
        actions.Add(new(Day(lastOf2016), "experiment-concluded", test.Verdict!.Why));
        return [.. actions.OrderBy(a => a.AsOf, StringComparer.Ordinal)];
    }

    private void Show(DemoReport report, DemoStatus status)
    {
        world.Out.Table(["version", "stage", "walk-forward rank IC", "net Sharpe", "max drawdown"], report.Versions.Select(v => (IReadOnlyList<string>)
            [$"{v.Number} ({v.Version})", v.Stage, Metric(v, "rank_ic"), Metric(v, "sharpe_net"), Metric(v, "max_drawdown")]));
        world.Out.Table(["as of", "what", "why"], report.Actions.Select(a => (IReadOnlyList<string>)[a.AsOf, a.What, a.Why]));
        var severe = report.Drift.Where(d => d.Severity == "SEVERE").ToArray();
        world.Out.Say($"severe drift on {severe.Length} days: {string.Join(", ", severe.GroupBy(d => d.AsOf[..7]).Select(g => $"{g.Key} ({g.Count()}{(g.Any(d => d.Drill) ? ", drill" : "")})"))}");
        world.Out.Say(Text($"{report.Days} days; predictions: {report.Predictions.Sent:N0} sent, {report.Predictions.Stored:N0} stored; actuals: {report.Actuals.Sent:N0} sent, {report.Actuals.Stored:N0} stored, {report.Actuals.Joined:N0} joined; counted apart: {report.Shadow:N0} shadow, {report.Drill:N0} drill"));
        world.Out.Say(Text($"a predict call of {world.Floor.Tickers} tickers took {status.P50Milliseconds:0.0} ms (median), {status.P99Milliseconds:0.0} ms (p99), durable; {report.Seconds:0} seconds in all"));
        if (report.Predictions.Sent != report.Predictions.Stored || report.Actuals.Sent != report.Actuals.Stored)
            throw new DemoException("what was acknowledged and what is stored differ: see the line above");
    }

    private async Task ShowPerformanceAsync(CancellationToken cancellationToken)
    {
        var read = new List<(int Year, DemoPerformance Performance)>();
        foreach (var (year, version) in new[] { (2015, 1), (2016, 1), (2016, 2), (2017, 1), (2017, 2) })
        {
            var path = $"/performance?version={version}&from={year}-01-01T00:00:00Z&to={year + 1}-01-01T00:00:00Z";
            read.Add((year, await GetAsync<DemoPerformance>(path, cancellationToken)));
        }

        world.Out.Table(["year", "version", "days", "rank IC", "± (Newey–West)", "hit rate"], read.Select(r => (IReadOnlyList<string>)
            [Text($"{r.Year}"), Text($"v{r.Performance.Version}{(r is { Year: 2017, Performance.Version: 2 } ? " (shadow)" : "")}"), Text($"{r.Performance.Days}"),
             Text($"{r.Performance.RankIc:+0.000;-0.000}"), Text($"{r.Performance.RankIcStandardError:0.000}"), Text($"{r.Performance.HitRate:P1}")]));
        var error = DifferenceError(read[1].Performance, read[2].Performance);
        world.Out.Say(Text($"A year of such a test could have seen a difference in rank IC of about {DetectableErrors * error:0.00} at all (80 % power, two-sided 5 %); anything smaller stays in the noise."));
    }

    /// <summary>Everything that happened to the model, as the registry keeps it.</summary>
    private async Task ShowHistoryAsync(CancellationToken cancellationToken)
    {
        var history = await GetAsync<DemoHistory>("/history?pageSize=1000", cancellationToken);
        world.Out.Say("History, as the registry keeps it:");
        world.Out.Table(["revision", "what", "who"], history.Events.Reverse()
            .Select(e => (IReadOnlyList<string>)[Text($"{e.Revision}"), e.Type + Number(e.Event), e.Actor]));
    }

    private static string Number(JsonElement payload)
    {
        var moved = payload.TryGetProperty("to", out var to) ? $" → {to}" : "";
        return payload.TryGetProperty("number", out var number) ? $" v{number}{moved}" : moved;
    }

    private void InPlainWords(ModelView model, DemoReport report)
    {
        var words = new List<string>
        {
            test.Verdict!.Outcome == "challenger_won" ? "The challenger won its test" : "The challenger did not win its test and the champion stayed",
            report.Actions.Any(a => a.What == "model-rolled-back") ? "the drill was noticed and rolled back" : "the drill was not rolled back",
            model.Frozen is { } frozen ? $"promotions are frozen since {Day(frozen.AsOf)}, because the market is out of bounds" : "promotions are open at the end",
            model.Production == model.Versions[^1].Number ? "and the retrained version is in production" : "and the retrained version was refused",
        };
        world.Out.Say($"In plain words: {string.Join("; ", words)}.");
        var best = report.Versions.Where(v => v.Metrics.ContainsKey("rank_ic")).MaxBy(v => v.Metrics["rank_ic"]);
        if (best is not null)
            world.Out.Say(Text($"The best walk-forward rank IC of any version is {best.Metrics["rank_ic"]:+0.000;-0.000} ± {best.Metrics.GetValueOrDefault("rank_ic_se"):0.000}: {(best.Metrics["rank_ic"] > 2 * best.Metrics.GetValueOrDefault("rank_ic_se") ? "there may be skill in these features" : "almost no skill to find in these features, and the gates said so")}."));
        foreach (var caveat in MarketCaveats.Of(world.Floor.Panel))
            world.Out.Note(caveat);
    }

    /// <summary>Newey–West standard error of the mean difference between the daily rank ICs of two arms.</summary>
    private static double DifferenceError(DemoPerformance champion, DemoPerformance challenger)
    {
        var other = challenger.Series.ToDictionary(day => day.AsOf, day => day.RankIc);
        var differences = champion.Series.Where(day => other.ContainsKey(day.AsOf)).Select(day => other[day.AsOf] - day.RankIc);
        return RankIc.Summarise([.. differences]).StandardError;
    }

    private static string Metric(ReportedVersion version, string name) =>
        version.Metrics.TryGetValue(name, out var value) ? value.ToString("+0.000;-0.000", CultureInfo.InvariantCulture) : "–";

    private static ImmutableArray<string> Features(DriftReport report) =>
        report.DriftedFeatures.IsDefaultOrEmpty ? [.. report.Features.Where(f => f.Severity == report.Severity).Select(f => f.Feature)] : report.DriftedFeatures;

    private static string Day(DateTimeOffset asOf) => asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record VersionMetrics
    {
        public Dictionary<string, double> Metrics { get; init; } = [];
    }

    private sealed record DemoHistory
    {
        public IReadOnlyList<DemoHistoryEntry> Events { get; init; } = [];
    }

    private sealed record DemoHistoryEntry
    {
        public long Revision { get; init; }

        public string Actor { get; init; } = "";

        public string Type { get; init; } = "";

        public JsonElement Event { get; init; }
    }
}
