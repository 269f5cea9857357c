using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// How far a reader has read each writer. A writer's rows are committed in the order of their numbers, so whatever a cursor has passed is
/// complete: no row can appear below it later.
/// </summary>
public sealed record LogCursor
{
    /// <summary>Before the first row of every writer.</summary>
    public static LogCursor Start { get; } = new();

    /// <summary>Writer → last sequence read.</summary>
    public ImmutableDictionary<long, long> Positions { get; init; } = ImmutableDictionary<long, long>.Empty;

    /// <summary>The last sequence read of a writer; 0 when none was.</summary>
    public long PositionOf(long writer) => Positions.GetValueOrDefault(writer);

    /// <summary>Whether the row has been read.</summary>
    public bool HasPassed(long writer, long sequence) => sequence <= PositionOf(writer);

    /// <summary>The cursor moved to a row; a cursor never moves back.</summary>
    public LogCursor Advance(long writer, long sequence) =>
        HasPassed(writer, sequence) ? this : this with { Positions = Positions.SetItem(writer, sequence) };

    /// <summary>The further of two cursors, writer by writer.</summary>
    public LogCursor Merge(LogCursor other) =>
        other.Positions.Aggregate(this, (merged, position) => merged.Advance(position.Key, position.Value));

    /// <summary>Equal when the positions are.</summary>
    public bool Equals(LogCursor? other) =>
        other is not null
        && Positions.Count == other.Positions.Count
        && Positions.All(position => other.Positions.TryGetValue(position.Key, out var sequence) && sequence == position.Value);

    public override int GetHashCode() =>
        Positions.Aggregate(Positions.Count, (hash, position) => hash ^ HashCode.Combine(position.Key, position.Value));
}
