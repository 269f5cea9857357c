namespace ModelRegistry.Cli.Demo;

/// <summary>One day of a version's realised performance.</summary>
internal sealed record DemoDay
{
    public DateTimeOffset AsOf { get; init; }

    public double RankIc { get; init; }
}
