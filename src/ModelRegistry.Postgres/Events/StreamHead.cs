namespace ModelRegistry.Postgres.Events;

/// <summary>The row of <c>streams</c>: where a stream ends.</summary>
internal sealed record StreamHead(long Version, ReadOnlyMemory<byte> Hash);
