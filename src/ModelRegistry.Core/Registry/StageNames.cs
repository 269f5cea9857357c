using System.Collections.Frozen;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>Stages as people write them.</summary>
public static class StageNames
{
    private static readonly FrozenDictionary<string, Stage> Stages = Enum.GetValues<Stage>()
        .Select(stage => KeyValuePair.Create(stage.ToString(), stage))
        .Concat(
        [
            KeyValuePair.Create("development", Stage.Draft),
            KeyValuePair.Create("training", Stage.Draft),
            KeyValuePair.Create("ready", Stage.Validated),
            KeyValuePair.Create("deployed", Stage.Production),
            KeyValuePair.Create("retired", Stage.Archived),
        ])
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>All that is understood, for error messages.</summary>
    public static string Known { get; } =
        "Draft (development, training), Trained, Validated (ready), Staging, Production (deployed), Deprecated, Archived (retired)";

    /// <summary>Reads a stage or one of its synonyms, in any case; numbers are not stages.</summary>
    public static bool TryParse(string? text, out Stage stage)
    {
        stage = default;
        return text is not null && Stages.TryGetValue(text.Trim(), out stage);
    }
}
