using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Collects at a fixed pace. Several hosts may do so at once: one of them works, the others find it busy.</summary>
internal sealed partial class ArtifactCollectionService(
    IArtifactCollector collector, IOptions<ArtifactOptions> options, TimeProvider time, ILogger<ArtifactCollectionService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CollectEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await collector.CollectAsync(stoppingToken) is { } report && (report.Artifacts > 0 || report.Leftovers > 0))
                    LogCollected(logger, report.Artifacts, report.Bytes, report.Leftovers);
            }
            catch (Exception e) when (e is StoreUnavailableException or PostgresException or IOException or UnauthorizedAccessException)
            {
                LogLater(logger, e);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Collected {Artifacts} artifacts of {Bytes} bytes that nothing refers to, and what {Leftovers} uploads had left")]
    private static partial void LogCollected(ILogger logger, long artifacts, long bytes, int leftovers);

    [LoggerMessage(2, LogLevel.Warning, "Artifacts that nothing refers to could not be collected now; they will be the next time")]
    private static partial void LogLater(ILogger logger, Exception exception);
}
