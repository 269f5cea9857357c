using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Grains.Tests.Serving;

/// <summary>A log whose database is away: it takes rows, or refuses them, and commits nothing until told to.</summary>
internal sealed class StuckLog : IPredictionLog
{
    public event EventHandler<LogFlushedEventArgs>? Flushed
    {
        add { }
        remove { }
    }

    public Exception? Failure => null;

    public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Refusal { get; set; }

    public ValueTask<Task> WriteAsync(IReadOnlyList<PredictionRow> rows, bool durable = false, CancellationToken cancellationToken = default) =>
        Refusal is null ? new ValueTask<Task>(Committed.Task) : throw Refusal;

    public Task<PredictionPage> ReadAsync(Guid modelId, LogCursor after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<LoggedPrediction> ReadByAsOfAsync(Guid modelId, DateTimeOffset from, DateTimeOffset to, string? entity = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<TrafficRole, long>> CountAsync(Guid modelId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

}
