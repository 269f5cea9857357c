using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelRegistry.Postgres.ReadModels;
using Orleans.Streams;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>
/// When a host has started, every reader of a model's log looks once: rows may be durable whose nudge died with the host before, and a
/// decided action may wait to be carried out. The host serves meanwhile.
/// </summary>
internal sealed partial class WakeAtStart(IModelQueries models, IClusterClient client, ILogger<WakeAtStart> logger) : IHostedLifecycleService, IDisposable
{
    private const int PageSize = 500;

    private readonly CancellationTokenSource stopping = new();
    private Task waking = Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        waking = Task.Run(WakeAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await waking.WaitAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    private async Task WakeAsync()
    {
        try
        {
            string? last = null;
            IReadOnlyList<ModelSummary> page;
            do
            {
                page = await models.ListAsync(prefix: null, last, PageSize, stopping.Token);
                foreach (var model in page)
                {
                    stopping.Token.ThrowIfCancellationRequested();
                    last = model.Name;
                    await client.GetStreamProvider(Nudges.Provider).GetStream<long>(Nudges.ModelLog, model.Id.ToString("D")).OnNextAsync(0);
                }
            }
            while (page.Count == PageSize);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next host wakes them.
        }
        catch (Exception e)
        {
            LogNotWoken(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not every reader of a model's log could be told to look after the start; the others look at their next nudge or reminder")]
    private static partial void LogNotWoken(ILogger logger, Exception exception);
}
