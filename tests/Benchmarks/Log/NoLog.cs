using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;

namespace Benchmarks.Log;

/// <summary>Takes every row and forgets it.</summary>
internal sealed class NoLog : IPredictionLog
{
    public event EventHandler<LogFlushedEventArgs>? Flushed
    {
        add { }
        remove { }
    }

    public Exception? Failure => null;

    public ValueTask<Task> WriteAsync(IReadOnlyList<PredictionRow> rows, bool durable = false, CancellationToken cancellationToken = default) => new(Task.CompletedTask);

    public Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(
        Guid modelId, DateTimeOffset from, DateTimeOffset to, string? entity = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
