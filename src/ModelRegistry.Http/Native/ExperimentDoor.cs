using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Postgres.Experiments;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http.Native;

/// <summary>From the name of an A/B test to its grain.</summary>
internal sealed class ExperimentDoor(IExperimentDirectory directory, ModelDoor models, IGrainFactory grains)
{
    /// <exception cref="NotFoundException">No A/B test has that name, or its model is not in the caller's scope.</exception>
    public async Task<IExperimentGrain> FindAsync(string name, Caller caller, CancellationToken cancellationToken) =>
        await directory.FindAsync(name, cancellationToken) is { } id && (caller.Scope.Length == 0 || await MayTouchAsync(Grain(id), caller))
            ? Grain(id)
            : throw new NotFoundException("experiment_not_found", $"there is no experiment '{name}'");

    /// <summary>Plans a test under the id of its command; when the name is taken, the test that has it is asked, so that a repeated request gets its first answer.</summary>
    public async Task<Answer<ExperimentView>> PlanAsync(CommandContext context, ExperimentPlan plan, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(plan.Name, cancellationToken) is { } taken)
            return await Grain(taken).Plan(context, plan);
        var answer = await Grain(context.CommandId).Plan(context, plan);
        return answer.Refusal?.Kind == RefusalKind.Conflict && await directory.FindAsync(plan.Name, cancellationToken) is { } faster
            ? await Grain(faster).Plan(context, plan)
            : answer;
    }

    private async Task<bool> MayTouchAsync(IExperimentGrain experiment, Caller caller) =>
        await experiment.Get() is { } view && caller.MayTouch((await models.ViewAsync(view.Plan.ModelId)).Name);

    private IExperimentGrain Grain(Guid id) => grains.GetGrain<IExperimentGrain>(id.ToString("D"));
}
