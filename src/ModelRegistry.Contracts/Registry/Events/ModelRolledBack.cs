namespace ModelRegistry.Contracts.Registry.Events;

/// <summary>Production returned to an earlier version.</summary>
[GenerateSerializer, Immutable, Alias("model-rolled-back")]
public sealed record ModelRolledBack : ModelEvent
{
    /// <summary>Null when no version was in production.</summary>
    [Id(0)]
    public int? From { get; init; }

    [Id(1)]
    public required int To { get; init; }

    [Id(2)]
    public required string Reason { get; init; }

    [Id(3)]
    public Guid? ReportId { get; init; }

    [Id(4)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The former production version that <see cref="To"/> is a copy of; null where it went back itself.</summary>
    [Id(5)]
    public int? CopyOf { get; init; }
}
