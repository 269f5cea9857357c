namespace ModelRegistry.Core.Experiments;

/// <summary>The joined outcome of one unit, as an A/B test sees it.</summary>
public sealed record UnitOutcome
{
    /// <summary>What was randomised, and so what is counted: one outcome per unit.</summary>
    public required string Unit { get; init; }

    public required string Entity { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Index into the variants of the plan.</summary>
    public required int Arm { get; init; }

    public required double Score { get; init; }

    /// <summary>The actual.</summary>
    public required double Value { get; init; }
}
