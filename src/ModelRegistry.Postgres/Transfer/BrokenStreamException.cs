using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>A stream that is not one this registry can have written.</summary>
internal sealed class BrokenStreamException(StreamId stream, string why) : Exception($"the stream {stream} is broken: {why}");
