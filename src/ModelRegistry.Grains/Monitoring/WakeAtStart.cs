using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.ReadModels;
using Orleans.Runtime;
using Orleans.Streams;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>
/// When a host has started, every reader of a model's log looks once: rows may be durable whose nudge died with the host before, and a
/// decided action may wait to be carried out.
/// </summary>
internal sealed partial class WakeAtStart(IModelQueries models, IClusterClient client, ILogger<WakeAtStart> logger) : IHostedLifecycleService
{
    private const int PageSize = 500;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            string? last = null;
            IReadOnlyList<ModelSummary> page;
            do
            {
                page = await models.ListAsync(prefix: null, last, PageSize, cancellationToken);
                foreach (var model in page)
                {
                    last = model.Name;
                    await client.GetStreamProvider(Nudges.Provider).GetStream<long>(Nudges.ModelLog, model.Id.ToString("D")).OnNextAsync(0);
                }
            }
            while (page.Count == PageSize);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or StoreUnavailableException)
        {
            LogNotWoken(logger, e);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not every reader of a model's log could be told to look after the start; the others look at their next nudge or reminder")]
    private static partial void LogNotWoken(ILogger logger, Exception exception);
}
