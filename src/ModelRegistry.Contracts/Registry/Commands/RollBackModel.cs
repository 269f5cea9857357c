namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Puts the previous (or a named) former production version back into production.</summary>
[GenerateSerializer, Immutable, Alias("roll-back-model")]
public sealed record RollBackModel
{
    /// <summary>Null: the version that was in production before the present one.</summary>
    [Id(0)]
    public int? To { get; init; }

    [Id(1)]
    public required string Reason { get; init; }

    /// <summary>The drift report that asked for it.</summary>
    [Id(2)]
    public Guid? ReportId { get; init; }

    /// <summary>Refuse (conflict) unless this version is in production; makes automatic rollback safe against a race.</summary>
    [Id(3)]
    public int? OnlyFrom { get; init; }

    /// <summary>The as-of time the decision rests on, where it was made from data.</summary>
    [Id(4)]
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Register a copy of the version returned to and put that into production, so that numbers only grow.</summary>
    [Id(5)]
    public bool AsNewVersion { get; init; }
}
