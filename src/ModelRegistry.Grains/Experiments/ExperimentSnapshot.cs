namespace ModelRegistry.Grains.Experiments;

/// <summary>What an A/B test has counted, and how far: written together, so that no outcome is lost or counted twice. Made again from the log when it is gone.</summary>
[GenerateSerializer, Immutable, Alias("experiment-snapshot")]
public sealed record ExperimentSnapshot
{
    /// <summary>The form of <see cref="Tally"/> that this release writes; another one is counted again.</summary>
    public const int CurrentFormat = 1;

    [Id(0)]
    public int Format { get; init; }

    /// <summary>The sequence of the last outcome of the model that is in <see cref="Tally"/>.</summary>
    [Id(1)]
    public long OutcomesRead { get; init; }

    /// <summary>The figures as JSON, in which every number comes back bit for bit.</summary>
    [Id(2)]
    public string Tally { get; init; } = "";
}
