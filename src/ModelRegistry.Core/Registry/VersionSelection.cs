using System.Globalization;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>How a request names a version: a number, a semantic version, <c>@alias</c>, a stage (its highest number) or <c>latest</c>.</summary>
public static class VersionSelection
{
    /// <summary>Null when nothing matches.</summary>
    public static VersionRow? Find(ModelState state, string selector)
    {
        if (int.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return state.Find(number);
        if (selector.StartsWith('@'))
            return state.Aliases.TryGetValue(selector[1..], out var aliased) ? state.Find(aliased) : null;
        if (selector.Equals("latest", StringComparison.OrdinalIgnoreCase))
            return state.Latest;
        return StageNames.TryParse(selector, out var stage) ? InStage(state, stage) : state.Versions.Find(row => !row.Deleted && row.View.SemanticVersion == selector);
    }

    private static VersionRow? InStage(ModelState state, Stage stage) => stage == Stage.Production
        ? state.Production is { } production ? state.Find(production) : null
        : state.Versions.FindLast(row => !row.Deleted && row.Stage == stage);
}
