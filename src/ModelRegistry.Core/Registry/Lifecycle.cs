using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>The arrows of the governed lifecycle.</summary>
public static class Lifecycle
{
    /// <summary>From a stage to the next: Draft → Trained → Validated → Staging → Production → Deprecated → Archived.</summary>
    private static readonly ImmutableArray<Stage> Way =
        [Stage.Draft, Stage.Trained, Stage.Validated, Stage.Staging, Stage.Production, Stage.Deprecated, Stage.Archived];

    /// <summary>Where a version may be moved by an operator. Rollback and supersession are decided elsewhere.</summary>
    public static ImmutableArray<Stage> Targets(Stage from) => from switch
    {
        Stage.Archived => [],
        Stage.Production => [Stage.Deprecated, Stage.Staging],
        Stage.Deprecated => [Stage.Archived],
        _ => [Way[Way.IndexOf(from) + 1], Stage.Archived],
    };

    /// <summary>Whether there is an arrow.</summary>
    public static bool Allows(Stage from, Stage to) => Targets(from).Contains(to);

    /// <summary>The stages a promotion enters one after another, the target last; empty when the target does not lie ahead or is not Staging or Production.</summary>
    public static ImmutableArray<Stage> Walk(Stage from, Stage to)
    {
        if (to is not (Stage.Staging or Stage.Production) || from >= to)
            return [];
        var start = Way.IndexOf(from) + 1;
        return Way.Slice(start, Way.IndexOf(to) - start + 1);
    }

    /// <summary>Stages behind gates.</summary>
    public static bool IsGated(Stage stage) => stage is Stage.Staging or Stage.Production;
}
