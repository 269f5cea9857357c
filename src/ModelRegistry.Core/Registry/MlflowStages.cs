using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry;

/// <summary>Stages of the registry as those of MLflow, which has four.</summary>
public static class MlflowStages
{
    /// <summary>The one that a stage belongs to.</summary>
    public static MlflowStage Of(Stage stage) => stage switch
    {
        Stage.Staging => MlflowStage.Staging,
        Stage.Production => MlflowStage.Production,
        Stage.Deprecated or Stage.Archived => MlflowStage.Archived,
        _ => MlflowStage.None,
    };

    /// <summary>Reads the name of one, in any case; null when there is none of that name.</summary>
    public static MlflowStage? TryParse(string text) =>
        text.All(char.IsAsciiLetter) && Enum.TryParse<MlflowStage>(text, ignoreCase: true, out var stage) ? stage : null;
}
