using System.Collections.Immutable;

namespace ModelRegistry.Core.Experiments;

/// <summary>What is kept of one metric over the closed as-of days.</summary>
public sealed record MetricTally
{
    /// <summary>Per arm, over all closed days.</summary>
    public ImmutableArray<SampleMoments> Arms { get; init; } = [];

    /// <summary>Per arm, in the block that is not full yet.</summary>
    public ImmutableArray<SampleMoments> Block { get; init; } = [];

    /// <summary>The full blocks, oldest first.</summary>
    public ImmutableArray<BlockComparison> Blocks { get; init; } = [];

    internal static MetricTally Empty(int arms) => new()
    {
        Arms = [.. new SampleMoments[arms]],
        Block = [.. new SampleMoments[arms]],
    };

    internal MetricTally WithDay(SampleMoments[] day) => this with { Arms = Merge(Arms, day), Block = Merge(Block, day) };

    internal MetricTally WithFullBlock() => this with
    {
        Blocks = Blocks.Add(BlockComparison.Of(Block[0], Block[1])),
        Block = [.. new SampleMoments[Block.Length]],
    };

    private static ImmutableArray<SampleMoments> Merge(ImmutableArray<SampleMoments> arms, SampleMoments[] day) =>
        [.. arms.Select((arm, index) => arm.Merge(day[index]))];
}
