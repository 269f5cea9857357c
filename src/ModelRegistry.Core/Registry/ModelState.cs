using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>A model as its events tell it. Immutable; made only by <see cref="ModelFold"/>.</summary>
public sealed record ModelState
{
    public required Guid Id { get; init; }

    /// <summary>Null until the model is created.</summary>
    public string? Name { get; init; }

    public LifecycleProfile Lifecycle { get; init; }

    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The length of the event stream.</summary>
    public long Revision { get; init; }

    /// <summary>By number, also those that were deleted: version n is at index n − 1. A list that shares what did not change, so that one more costs the same however many there are.</summary>
    public ImmutableList<VersionRow> Versions { get; init; } = [];

    /// <summary>The numbers of the versions in Production: one at most in a governed model.</summary>
    public ImmutableSortedSet<int> InProduction { get; init; } = [];

    public ImmutableDictionary<string, int> Aliases { get; init; } = ImmutableDictionary<string, int>.Empty;

    public ImmutableArray<int> Shadows { get; init; } = [];

    /// <summary>Set while promotions are frozen.</summary>
    public FreezeView? Frozen { get; init; }

    /// <summary>The production versions before the present one, the latest last. A version that was rolled back is no longer among them.</summary>
    public ImmutableArray<int> FormerProduction { get; init; } = [];

    public bool Archived { get; init; }

    /// <summary>Nothing comes after.</summary>
    public bool Deleted { get; init; }

    /// <summary>The version that is served: the one in Production, the highest where an open model has several.</summary>
    public int? Production => InProduction.IsEmpty ? null : InProduction.Max;

    /// <summary>A model of which nothing is known yet.</summary>
    public static ModelState Empty(Guid id) => new() { Id = id };

    /// <summary>The version with the highest number that was not deleted; null when there is none.</summary>
    public VersionRow? Latest => Versions.FindLast(row => !row.Deleted);

    /// <summary>A version by number; null when there is none, or it was deleted.</summary>
    public VersionRow? Find(int number) => number >= 1 && number <= Versions.Count && Versions[number - 1] is { Deleted: false } row ? row : null;
}
