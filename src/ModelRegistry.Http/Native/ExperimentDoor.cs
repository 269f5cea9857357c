using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Postgres.Experiments;

namespace ModelRegistry.Http.Native;

/// <summary>From the name of an A/B test to its grain.</summary>
internal sealed class ExperimentDoor(IExperimentDirectory directory, IGrainFactory grains)
{
    /// <exception cref="NotFoundException">No A/B test has that name.</exception>
    public async Task<IExperimentGrain> FindAsync(string name, CancellationToken cancellationToken) =>
        await directory.FindAsync(name, cancellationToken) is { } id
            ? Grain(id)
            : throw new NotFoundException("experiment_not_found", $"there is no experiment '{name}'");

    /// <summary>Plans a test under a new id; when the name is taken, the test that has it is asked, so that a repeated request gets its first answer.</summary>
    public async Task<Answer<ExperimentView>> PlanAsync(CommandContext context, ExperimentPlan plan, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(plan.Name, cancellationToken) is { } taken)
            return await Grain(taken).Plan(context, plan);
        var answer = await Grain(Guid.CreateVersion7(context.At)).Plan(context, plan);
        return answer.Refusal?.Kind == RefusalKind.Conflict && await directory.FindAsync(plan.Name, cancellationToken) is { } faster
            ? await Grain(faster).Plan(context, plan)
            : answer;
    }

    private IExperimentGrain Grain(Guid id) => grains.GetGrain<IExperimentGrain>(id.ToString("D"));
}
