using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>
/// A process that writes the log without end, in calls of 5 rows, several at a time. Each call is told on standard output before it is made and
/// once more when it is durable or has failed; once it is fenced the process ends.
/// </summary>
internal static class LogWriterProgram
{
    public const int Fenced = 3;
    private const int AtATime = 6;

    /// <param name="args">The connection string, and the time of the clock (round-trip format).</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var clock = new SetClock(DateTimeOffset.Parse(args[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        await using var database = NpgsqlDataSource.Create(args[0]);
        var options = new PredictionLogOptions { BatchRows = 15, RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(10) };
        await using var log = new PredictionLog(database, Options.Create(options), clock, NullLogger<PredictionLog>.Instance);
        await log.StartAsync(CancellationToken.None);
        Say("writer", log.Writer.ToString(CultureInfo.InvariantCulture));
        try
        {
            await Task.WhenAll(Enumerable.Range(0, AtATime).Select(caller => Task.Run(() => CallAsync(log, clock, caller))));
        }
        catch (LogFencedException)
        {
            return Fenced;
        }

        return 0;
    }

    private static async Task CallAsync(PredictionLog log, SetClock clock, int caller)
    {
        for (var call = 0; ; call++)
        {
            var rows = Rows(clock, caller, call);
            var ids = string.Join(',', rows.Select(row => row.PredictionId));
            Say("sent", ids);
            await await log.WriteAsync(rows, durable: true);
            Say("durable", ids);
        }
    }

    private static PredictionRow[] Rows(SetClock clock, int caller, int call) => [.. Enumerable.Range(0, 5).Select(i => new PredictionRow
    {
        PredictionId = Guid.CreateVersion7(clock.Now.AddMilliseconds((call * 5) + i)),
        ModelId = i % 2 == 0 ? LogTestBase.Model : LogTestBase.OtherModel,
        Version = 1,
        Role = TrafficRole.Production,
        Entity = $"C{caller}-{call}",
        AsOf = clock.Now,
        Unit = $"C{caller}-{call}-{i}",
        Score = i,
        Features = [caller, call, i],
    })];

    // One write to the pipe per line: what is said before the end of the process has been said, however it ends.
    private static void Say(string word, string what) => Console.WriteLine($"{word} {what}");
}
