using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Log;

/// <summary>How far a reader has read each writer.</summary>
public sealed record LogCursor
{
    /// <summary>Writer → last sequence read.</summary>
    public ImmutableDictionary<long, long> Positions { get; init; } = ImmutableDictionary<long, long>.Empty;
}
