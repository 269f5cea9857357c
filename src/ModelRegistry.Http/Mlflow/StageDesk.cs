using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using ModelRegistry.Http.Native;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Moves versions between MLflow's stages: in a governed model by promotion, with all its gates, in an open one at once.</summary>
internal sealed class StageDesk(ModelDoor door, PromotionDesk desk)
{
    private const string Reason = "asked for by an MLflow client";

    /// <summary>What is in the stage already stays where it is.</summary>
    /// <param name="model">The model's id.</param>
    /// <param name="number">Of the version.</param>
    /// <param name="stage">Where it is to go.</param>
    /// <param name="archiveOthers">Whether the others of the stage are archived in the same act.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="RefusedException">It may not go there.</exception>
    public async Task MoveAsync(Guid model, int number, MlflowStage stage, bool archiveOthers, CommandContext context, CancellationToken cancellationToken)
    {
        var version = await door.SelectAsync(model, FormattableString.Invariant($"{number}"));
        if (MlflowStages.Of(version.Stage) == stage && !archiveOthers)
            return;
        var governed = (await door.Grain(model).Head())?.Lifecycle == LifecycleProfile.Governed;
        var to = Target(stage, version.Stage, governed);
        var answer = governed && !Lifecycle.Walk(version.Stage, to).IsEmpty
            ? await desk.PromoteAsync(model, version, context, new() { Number = number, To = to, Reason = Reason, ArchiveOthers = archiveOthers }, cancellationToken)
            : await desk.TransitionAsync(model, version, context, new TransitionVersion { Number = number, To = to, Reason = Reason, ArchiveOthers = archiveOthers }, cancellationToken);
        answer.OrRefused();
    }

    private static Stage Target(MlflowStage stage, Stage from, bool governed) => stage switch
    {
        MlflowStage.Staging => Stage.Staging,
        MlflowStage.Production => Stage.Production,
        // In a governed model that is the arrow out of Production.
        MlflowStage.Archived => governed && from == Stage.Production ? Stage.Deprecated : Stage.Archived,
        _ => Stage.Trained,
    };
}
