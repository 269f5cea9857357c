using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Events;

/// <summary>What a verification of the event log came to.</summary>
public sealed record ChainReport
{
    /// <summary>The links named in <see cref="Broken"/> at most.</summary>
    public const int MostNamed = 1000;

    /// <summary>True when nothing is broken.</summary>
    public bool Whole => BrokenStreams == 0;

    /// <summary>Streams that were looked at.</summary>
    public required long Streams { get; init; }

    /// <summary>Events that were read.</summary>
    public required long Events { get; init; }

    public required long BrokenStreams { get; init; }

    /// <summary>The first broken link of each broken stream, the first <see cref="MostNamed"/> of them.</summary>
    public ImmutableArray<BrokenLink> Broken { get; init; } = [];

    /// <summary>With links that were found otherwise. Of a stream that is in both the first one, of this report, is kept.</summary>
    public ChainReport And(ImmutableArray<BrokenLink> others)
    {
        var known = Broken.Select(link => link.Stream).ToHashSet();
        var added = others.Where(link => !known.Contains(link.Stream)).ToList();
        return this with { BrokenStreams = BrokenStreams + added.Count, Broken = [.. Broken.Concat(added).Take(MostNamed)] };
    }
}
