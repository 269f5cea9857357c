using Microsoft.Extensions.Logging;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>Hears the warnings and errors of a writer.</summary>
internal sealed class LogEars : ILogger<PredictionLog>
{
    private readonly Lock _lock = new();
    private readonly List<(Predicate<Exception> Wanted, TaskCompletionSource<Exception> Came)> _waiting = [];
    private int _heard;

    /// <summary>Exceptions told so far.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>The next exception told that is such a one.</summary>
    public Task<Exception> Next(Predicate<Exception> wanted)
    {
        var came = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _waiting.Add((wanted, came));
        return came.Task;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is null)
            return;
        Interlocked.Increment(ref _heard);
        lock (_lock)
        {
            foreach (var (_, came) in _waiting.Where(waiter => waiter.Wanted(exception)))
                came.TrySetResult(exception);
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
