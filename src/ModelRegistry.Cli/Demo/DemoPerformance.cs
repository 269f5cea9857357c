namespace ModelRegistry.Cli.Demo;

/// <summary>What the demo reads of a version's realised performance.</summary>
internal sealed record DemoPerformance
{
    public int Version { get; init; }

    public int Days { get; init; }

    public double? RankIc { get; init; }

    public double? RankIcStandardError { get; init; }

    public double? HitRate { get; init; }

    public IReadOnlyList<DemoDay> Series { get; init; } = [];
}
