using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Serving;

/// <summary>Asks the database which models changed and refreshes those that this host serves. Without the database the last snapshots stay in use.</summary>
internal sealed partial class RoutingPoller(
    RoutingTable table, IRoutingReader reader, IOptions<ServingOptions> options, TimeProvider clock, ILogger<RoutingPoller> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RoutingPoll, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await PollAsync(stoppingToken);
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
            if (table.StaleSince is not null)
                Fresh(log);
            table.StaleSince = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (table.StaleSince is null)
                Stale(log, exception);
            table.StaleSince ??= clock.GetUtcNow();
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // Asked even when nothing is served yet: readiness goes by it.
        var revisions = await reader.ReadRevisionsAsync(table.Served, cancellationToken);
        foreach (var model in table.Served)
        {
            if (!revisions.TryGetValue(model, out var revision) || table.Get(model)?.Revision != revision)
                await table.RefreshAsync(model, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Routing cannot be refreshed; the last snapshots stay in use")]
    private static partial void Stale(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Routing is fresh again")]
    private static partial void Fresh(ILogger log);
}
