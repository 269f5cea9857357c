namespace ModelRegistry.Cli.Demo;

/// <summary>What the demo reads of a model's status.</summary>
internal sealed record DemoStatus
{
    public int? Serving { get; init; }

    /// <summary>The running A/B test that the host splits by.</summary>
    public Guid? Experiment { get; init; }

    /// <summary>Versions that the host lets run in shadow.</summary>
    public IReadOnlyList<int> Shadows { get; init; } = [];

    public double? P50Milliseconds { get; init; }

    public double? P99Milliseconds { get; init; }

    /// <summary>Rows of the prediction log by role.</summary>
    public Dictionary<string, long> Logged { get; init; } = [];

    public DemoOutcomes Outcomes { get; init; } = new();

    /// <summary>Rows that answered users.</summary>
    public long Answered => Logged.GetValueOrDefault("Production") + Logged.GetValueOrDefault("Challenger");
}
