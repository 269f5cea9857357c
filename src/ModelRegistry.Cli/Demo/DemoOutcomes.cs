namespace ModelRegistry.Cli.Demo;

/// <summary>What the demo reads of the actuals.</summary>
internal sealed record DemoOutcomes
{
    public long Actuals { get; init; }

    public long Settled { get; init; }

    public long Outcomes { get; init; }
}
