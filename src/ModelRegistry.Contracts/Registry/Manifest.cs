namespace ModelRegistry.Contracts.Registry;

/// <summary>Where a version comes from: enough to say whether it could be made again.</summary>
[GenerateSerializer, Immutable, Alias("manifest")]
public sealed record Manifest
{
    /// <summary>SHA-256 (hex) of the canonical description of the features.</summary>
    [Id(0)]
    public string? FeatureGraphHash { get; init; }

    /// <summary>SHA-256 (hex) of the canonical training configuration.</summary>
    [Id(1)]
    public string? TrainingConfigHash { get; init; }

    /// <summary>SHA-256 (hex) of the training data.</summary>
    [Id(2)]
    public string? DatasetHash { get; init; }

    [Id(3)]
    public string? CodeFingerprint { get; init; }

    [Id(4)]
    public string? GitCommit { get; init; }

    /// <summary>The raw training configuration, as JSON text.</summary>
    [Id(5)]
    public string? Config { get; init; }

    [Id(6)]
    public DateTimeOffset? TrainedAt { get; init; }

    /// <summary>First as-of time of the training data.</summary>
    [Id(7)]
    public DateTimeOffset? TrainFrom { get; init; }

    /// <summary>Last as-of time whose label the training used.</summary>
    [Id(8)]
    public DateTimeOffset? TrainTo { get; init; }

    /// <summary>Training rows.</summary>
    [Id(9)]
    public long? Samples { get; init; }

    /// <summary>The name of the data set, for people.</summary>
    [Id(10)]
    public string? TrainingDataset { get; init; }

    /// <summary>What it was trained in: packages and their versions, container, operating system; text or JSON text.</summary>
    [Id(11)]
    public string? Environment { get; init; }

    /// <summary>The tags of the run it comes from, as JSON text: an object of texts.</summary>
    [Id(12)]
    public string? RunTags { get; init; }
}
