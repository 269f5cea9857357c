using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ModelRegistry.Grains.Serving;

/// <summary>
/// Raised while predictions are answered that the log has no room for. It counts them (metric <c>modelregistry.predictions.unlogged</c>), says so in
/// the log at most once a minute, and stays raised for a minute after the last.
/// </summary>
public sealed partial class UnloggedAlarm(TimeProvider clock, ILogger<UnloggedAlarm> logger)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Meter Meter = new("ModelRegistry.Serving");
    private static readonly Counter<long> Unlogged = Meter.CreateCounter<long>("modelregistry.predictions.unlogged", "{prediction}", "Predictions answered without being logged");

    private readonly Lock _lock = new();
    private long _predictions;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private DateTimeOffset _said = DateTimeOffset.MinValue;

    /// <summary>Predictions answered and not logged since the host started.</summary>
    public long Predictions => Interlocked.Read(ref _predictions);

    /// <summary>When the last prediction went unlogged, if that was within the last minute; null otherwise.</summary>
    public DateTimeOffset? RaisedAt
    {
        get
        {
            lock (_lock)
                return clock.GetUtcNow() - _last < Minute ? _last : null;
        }
    }

    internal void Raise(string model, int predictions)
    {
        Unlogged.Add(predictions, new KeyValuePair<string, object?>("model", model));
        var total = Interlocked.Add(ref _predictions, predictions);
        lock (_lock)
        {
            _last = clock.GetUtcNow();
            if (_last - _said < Minute)
                return;
            _said = _last;
        }

        LogUnlogged(logger, model, predictions, total);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The prediction log is full: {Predictions} predictions of model {Model} were answered and are not logged, {Total} in all since the start")]
    private static partial void LogUnlogged(ILogger logger, string model, int predictions, long total);
}
