using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>A model's state in the form that is kept in snapshots: small and quick to read, however many versions there are.</summary>
public sealed record ModelSnapshot
{
    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public required LifecycleProfile Lifecycle { get; init; }

    public string? Description { get; init; }

    public required ImmutableDictionary<string, string> Tags { get; init; }

    public required long Revision { get; init; }

    public required VersionColumns Versions { get; init; }

    public required ImmutableDictionary<string, int> Aliases { get; init; }

    public required ImmutableArray<int> Shadows { get; init; }

    public FreezeView? Frozen { get; init; }

    public required ImmutableArray<int> FormerProduction { get; init; }

    public required bool Archived { get; init; }

    public required bool Deleted { get; init; }

    public static ModelSnapshot Of(ModelState state) => new()
    {
        Id = state.Id,
        Name = state.Name,
        Lifecycle = state.Lifecycle,
        Description = state.Description,
        Tags = state.Tags,
        Revision = state.Revision,
        Versions = VersionColumns.Of(state.Versions),
        Aliases = state.Aliases,
        Shadows = state.Shadows,
        Frozen = state.Frozen,
        FormerProduction = state.FormerProduction,
        Archived = state.Archived,
        Deleted = state.Deleted,
    };

    /// <summary>The same state again.</summary>
    public ModelState ToState()
    {
        var versions = Versions.ToRows();
        return new ModelState
        {
            Id = Id,
            Name = Name,
            Lifecycle = Lifecycle,
            Description = Description,
            Tags = Tags,
            Revision = Revision,
            Versions = versions,
            InProduction = [.. versions.Where(row => row.Stage == Stage.Production).Select(row => row.Number)],
            Aliases = Aliases,
            Shadows = Shadows,
            Frozen = Frozen,
            FormerProduction = FormerProduction,
            Archived = Archived,
            Deleted = Deleted,
        };
    }
}
