namespace ModelRegistry.Core.Tracking;

/// <summary>A tracking call is refused, and nothing of it was written. The message is for the caller.</summary>
public sealed class TrackingException(TrackingFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public TrackingFault Fault { get; } = fault;

    public static TrackingException Invalid(string message) => new(TrackingFault.Invalid, message);

    public static TrackingException NotFound(string message) => new(TrackingFault.NotFound, message);
}
