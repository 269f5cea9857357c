using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>Makes checkpoints at a fixed pace. Of several hosts one makes each.</summary>
internal sealed partial class CheckpointService(
    Checkpoints checkpoints, IOptions<CheckpointOptions> options, TimeProvider time, ILogger<CheckpointService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every, time);
        do
        {
            try
            {
                // A host that is a moment early leaves none out.
                if (await checkpoints.MakeIfDueAsync(options.Value.Every * 0.9, stoppingToken) is { } made)
                    LogMade(logger, made.Streams, made.Events, made.Root);
            }
            catch (Exception e) when (e is StoreUnavailableException or PostgresException or CheckpointKeyException)
            {
                LogLater(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1, LogLevel.Information, "Audit checkpoint: {Streams} streams, {Events} events, root {Root}")]
    private static partial void LogMade(ILogger logger, long streams, long events, string root);

    [LoggerMessage(2, LogLevel.Error, "The audit checkpoint could not be made; it will be tried again the next time")]
    private static partial void LogLater(ILogger logger, Exception exception);
}
