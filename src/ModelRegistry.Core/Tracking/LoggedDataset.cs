namespace ModelRegistry.Core.Tracking;

/// <summary>What a run was trained or evaluated on. Name and digest tell the data sets of an experiment apart.</summary>
public sealed record LoggedDataset
{
    public required string Name { get; init; }

    public required string Digest { get; init; }

    public required string SourceType { get; init; }

    /// <summary>Where the data came from, as the source type writes it; often JSON.</summary>
    public required string Source { get; init; }

    /// <summary>JSON of the columns; null when it is not known.</summary>
    public string? Schema { get; init; }

    /// <summary>JSON of row counts and the like; null when it is not known.</summary>
    public string? Profile { get; init; }
}
