using ModelRegistry.Cli.Client;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Cli.Demo;

/// <summary>Lives trading days: yesterday's week becomes actuals, today is predicted, and the monitor gets its time.</summary>
internal sealed class DayRunner(DemoWorld world)
{
    private static readonly TimeSpan MonitorPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MonitorPause = TimeSpan.FromMilliseconds(4);

    private int? _firstDay;

    /// <summary>Serves the days [from, to) one after the other, with a bar.</summary>
    public Task RunAsync(string label, int from, int to, CancellationToken cancellationToken) =>
        world.Out.ProgressAsync(label, (to - from) * (double)world.Floor.Tickers, async report =>
        {
            for (var day = from; day < to; day++)
            {
                await DayAsync(day, cancellationToken);
                report((day + 1 - from) * (double)world.Floor.Tickers);
            }
        });

    /// <summary>Lives one day.</summary>
    public async Task DayAsync(int day, CancellationToken cancellationToken)
    {
        _firstDay ??= day;
        var settled = day - world.Floor.Horizon;
        if (settled >= _firstDay)
            await SettleAsync(settled, cancellationToken);
        world.Ledger.PredictionsSent += await PredictAsync(day, cancellationToken);
        world.Ledger.Days++;
        if (day > _firstDay)
            await MonitorHasSeenAsync(day - 1, cancellationToken);
    }

    /// <summary>Closes every day up to one and waits for its scan.</summary>
    public async Task MonitorThroughAsync(int day, CancellationToken cancellationToken)
    {
        await world.Scientist.PostAsync<DriftReport>(
            $"models/{DemoWorld.Model}/drift/scan", new { through = world.Floor.AsOf(day) }, cancellationToken).OrThrowAsync();
        await MonitorHasSeenAsync(day, cancellationToken);
    }

    /// <summary>Predicts one day, durably.</summary>
    /// <returns>How many predictions are durable.</returns>
    public async Task<int> PredictAsync(int day, CancellationToken cancellationToken)
    {
        IReadOnlySet<string>? missing = null;
        while (true)
        {
            try
            {
                var body = world.Floor.PredictBody(day, missing);
                await world.Scientist.PostOnceAsync<PredictAnswer>($"models/{DemoWorld.Model}/predict", body, cancellationToken).OrThrowAsync();
                return world.Floor.Tickers;
            }
            catch (HttpRequestException)
            {
                // The host went away and the answer with it. What it had made durable is in the log; only the rest is sent again.
                world.Ledger.LostAnswers++;
                missing = await MissingAsync(day, cancellationToken);
                if (missing.Count == 0)
                    return world.Floor.Tickers;
            }
        }
    }

    private async Task<HashSet<string>> MissingAsync(int day, CancellationToken cancellationToken)
    {
        var asOf = world.Floor.AsOf(day);
        var path = FormattableString.Invariant($"models/{DemoWorld.Model}/predictions?from={asOf:yyyy-MM-ddTHH:mm:ssZ}&to={asOf.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}&pageSize=1000");
        var logged = await world.Scientist.GetAsync<LoggedPage>(path, cancellationToken).OrThrowAsync();
        var missing = world.Floor.Panel.Tickers.ToHashSet(StringComparer.Ordinal);
        foreach (var row in logged.Predictions)
        {
            if (row.Role is TrafficRole.Production or TrafficRole.Challenger)
                missing.Remove(row.Entity);
        }

        return missing;
    }

    private async Task SettleAsync(int day, CancellationToken cancellationToken)
    {
        var receipt = await world.Scientist.CommandBytesAsync<ActualsAnswer>(
            $"models/{DemoWorld.Model}/actuals", world.Floor.ActualsBody(day), cancellationToken).OrThrowAsync();
        world.Ledger.ActualsSent += receipt.Accepted + receipt.Duplicates;
    }

    /// <summary>Waits until the monitor has scanned a closed day, so that what it decides falls on the same day in every run.</summary>
    private async Task MonitorHasSeenAsync(int day, CancellationToken cancellationToken)
    {
        var asOf = world.Floor.AsOf(day);
        var started = world.Clock.GetTimestamp();
        while (true)
        {
            var monitor = await world.Scientist.GetAsync<MonitorView>($"models/{DemoWorld.Model}/monitor", cancellationToken).OrThrowAsync();
            if (monitor.ScannedThrough >= asOf && monitor.PendingAction is null)
                return;
            if (world.Clock.GetElapsedTime(started) > MonitorPatience)
                throw new DemoException($"the monitor has not scanned {world.Floor.Day(day):O} within {MonitorPatience.TotalSeconds} s; it stands at {monitor.ScannedThrough:O}");
            await Task.Delay(MonitorPause, world.Clock, cancellationToken);
        }
    }

    private sealed record LoggedPage
    {
        public IReadOnlyList<LoggedRow> Predictions { get; init; } = [];
    }

    private sealed record LoggedRow
    {
        public string Entity { get; init; } = "";

        public TrafficRole Role { get; init; }
    }

    private sealed record ActualsAnswer
    {
        public int Accepted { get; init; }

        public int Duplicates { get; init; }
    }
}
