using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>Drops what is old enough, at the start of the host and then at a fixed pace. Several hosts may do so at once.</summary>
internal sealed partial class LogRetentionService(
    ILogRetention retention, IOptions<LogRetentionOptions> options, TimeProvider time, ILogger<LogRetentionService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every, time);
        do
        {
            try
            {
                Tell(await retention.DropBeforeAsync(LogTime.Today(time).AddDays(-options.Value.KeepDays), stoppingToken));
            }
            catch (Exception e) when (e is StoreUnavailableException or PostgresException)
            {
                LogLater(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Tell(RetentionReport report)
    {
        if (report.Dropped.Length > 0 || report.Actuals > 0)
            LogDropped(logger, options.Value.KeepDays, string.Join(", ", report.Dropped), report.Actuals);
        foreach (var kept in report.Kept)
            LogKept(logger, kept.Name, options.Value.KeepDays, kept.Reason);
    }

    [LoggerMessage(1, LogLevel.Information, "Older than {Days} days and read by all, dropped: [{Partitions}] and {Actuals} actuals")]
    private static partial void LogDropped(ILogger logger, int days, string partitions, long actuals);

    [LoggerMessage(2, LogLevel.Warning, "{Partition} is older than {Days} days and is kept: {Reason}")]
    private static partial void LogKept(ILogger logger, string partition, int days, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Old parts of the prediction log could not be dropped now; they will be the next time")]
    private static partial void LogLater(ILogger logger, Exception exception);
}
