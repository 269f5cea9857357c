using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>What the runtime tells the operator.</summary>
internal sealed partial class RuntimeLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Error, "{GrainId} could not be activated.")]
    public partial void ActivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(2, LogLevel.Error, "{GrainId} did not end cleanly.")]
    public partial void DeactivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(3, LogLevel.Warning, "{Method} of {GrainId} failed when nobody waited for its answer any more.")]
    public partial void FailedUnseen(Exception exception, string method, GrainId grainId);

    [LoggerMessage(4, LogLevel.Error, "A timer of {GrainId} failed; it goes on.")]
    public partial void TimerFailed(Exception exception, GrainId grainId);

    [LoggerMessage(5, LogLevel.Warning, "The host stopped before {Count} grains had finished.")]
    public partial void DrainCutShort(int count);

    [LoggerMessage(6, LogLevel.Error, "Reminder {Name} of {GrainId} failed; it comes again at its next time.")]
    public partial void ReminderFailed(Exception exception, string name, GrainId grainId);

    [LoggerMessage(7, LogLevel.Warning, "An item of stream {StreamId} was not taken by {GrainId} (attempt {Attempt}).")]
    public partial void DeliveryFailed(Exception exception, StreamId streamId, string grainId, int attempt);

    [LoggerMessage(8, LogLevel.Warning, "Stream {StreamId} runs faster than {GrainId} takes it: older items are dropped.")]
    public partial void ItemsDropped(StreamId streamId, string grainId);

    [LoggerMessage(9, LogLevel.Warning, "{GrainId} receives stream {StreamId} but attached no observer, so the item is dropped. Implement IStreamSubscriptionObserver or subscribe in OnActivateAsync.")]
    public partial void NoObserver(StreamId streamId, GrainId grainId);

    [LoggerMessage(10, LogLevel.Information, "This host holds the database: {Host}.")]
    public partial void LockTaken(string host);

    [LoggerMessage(11, LogLevel.Warning, "The connection that holds the host's lock was lost; taking it again.")]
    public partial void LockConnectionLost(Exception exception);

    [LoggerMessage(12, LogLevel.Critical, "Another host has taken the database: {Holder}. This one stops.")]
    public partial void LockLost(string holder);

    [LoggerMessage(13, LogLevel.Warning, "A call was refused.")]
    public partial void CallRefused(Exception exception);

    [LoggerMessage(14, LogLevel.Error, "A callback of the cancellation of a timer of {GrainId} failed.")]
    public partial void TimerCancellationFailed(Exception exception, GrainId grainId);
}
