namespace ModelRegistry.Postgres.ReadModels;

/// <summary>A model that nobody asked for and nothing went to, for some time.</summary>
public sealed record UnusedModel
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The last day with predictions that are still kept; null without any.</summary>
    public DateOnly? LastTraffic { get; init; }

    /// <summary>To the minute; null when it was never read.</summary>
    public DateTimeOffset? LastRead { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version in production.</summary>
    public int? Production { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }
}
