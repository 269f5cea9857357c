namespace ModelRegistry.Postgres.Events;

/// <summary>The first event of a stream that is not what was written.</summary>
/// <param name="Version">Of the event; one past the last when the head is wrong or events at the end are missing.</param>
/// <param name="Why">For people.</param>
public sealed record BrokenLink(StreamId Stream, long Version, string Why);
