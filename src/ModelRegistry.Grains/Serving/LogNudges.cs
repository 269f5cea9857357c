using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Postgres.Log;
using Orleans.Runtime;

namespace ModelRegistry.Grains.Serving;

/// <summary>
/// Tells the readers of a model's logs that there is more to read. A nudge carries nothing and may be lost: every reader reads by its own cursor
/// and has a reminder.
/// </summary>
public sealed partial class LogNudges(IPredictionLog log, IClusterClient client, ILogger<LogNudges> logger) : IHostedService
{
    /// <summary>Says that a model's predictions or actuals have grown.</summary>
    public async Task SendAsync(Guid modelId)
    {
        try
        {
            await client.GetStreamProvider(Nudges.Provider).GetStream<long>(StreamId.Create(Nudges.ModelLog, modelId.ToString("D"))).OnNextAsync(0);
        }
        catch (Exception exception)
        {
            Lost(logger, modelId, exception);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.Flushed += OnFlushed;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        log.Flushed -= OnFlushed;
        return Task.CompletedTask;
    }

    private void OnFlushed(object? sender, LogFlushedEventArgs flushed)
    {
        foreach (var model in flushed.ModelIds)
            _ = SendAsync(model);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A nudge for model {ModelId} was lost; its readers go on at their next reminder or nudge")]
    private static partial void Lost(ILogger logger, Guid modelId, Exception exception);
}
