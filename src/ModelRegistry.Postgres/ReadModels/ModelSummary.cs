using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>One model in a list.</summary>
public sealed record ModelSummary
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required LifecycleProfile Lifecycle { get; init; }

    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The version in production.</summary>
    public int? Production { get; init; }

    public ImmutableArray<int> Shadows { get; init; } = [];

    /// <summary>Set while promotions are frozen.</summary>
    public FreezeView? Frozen { get; init; }

    /// <summary>How many versions it has.</summary>
    public required int Versions { get; init; }

    /// <summary>The length of its event stream.</summary>
    public required long Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Set while it is put away.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}
