namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Which events to list; what is null does not restrict.</summary>
public sealed record AuditFilter
{
    /// <summary>Kind of stream, such as <c>model</c>.</summary>
    public string? StreamKind { get; init; }

    public Guid? StreamId { get; init; }

    public string? Actor { get; init; }

    /// <summary>Event type, such as <c>stage-moved</c>.</summary>
    public string? Type { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only entries before this position: the next page.</summary>
    public long? Before { get; init; }

    /// <value>100</value>
    public int Limit { get; init; } = 100;
}
