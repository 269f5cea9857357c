using System.Collections.Immutable;

namespace ModelRegistry.Cli.Demo;

/// <summary>The whole run in figures, as <c>--report</c> writes it.</summary>
internal sealed record DemoReport
{
    public ImmutableArray<ReportedVersion> Versions { get; init; } = [];

    public required ReportedExperiment Experiment { get; init; }

    public ImmutableArray<ReportedDrift> Drift { get; init; } = [];

    public ImmutableArray<ReportedAction> Actions { get; init; } = [];

    public required ReportedPredictions Predictions { get; init; }

    public required ReportedActuals Actuals { get; init; }

    /// <summary>Shadow predictions in the log.</summary>
    public long Shadow { get; init; }

    /// <summary>Predictions of the fire drill in the log.</summary>
    public long Drill { get; init; }

    public int Days { get; init; }

    /// <summary>True when no real market was there.</summary>
    public bool Synthetic { get; init; }

    public double Seconds { get; init; }
}
