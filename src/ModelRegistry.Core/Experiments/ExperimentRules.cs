using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Experiments;

/// <summary>What may happen to an A/B test: Draft → Running ⇄ Paused → Concluded, or Cancelled on the way.</summary>
public static class ExperimentRules
{
    /// <summary>Null when the principal may run A/B tests.</summary>
    public static Refusal? CheckRole(CommandContext context, ExperimentState state) => context.Role >= Role.Scientist
        ? null
        : Decide.Refuse(
            RefusalKind.Forbidden,
            "role_required",
            $"{context.Principal} is {context.Role}; to change experiment {state.Id:D} the role {Role.Scientist} or more is needed.");

    /// <summary>What a violated constraint of the read models means; null where it means nothing special.</summary>
    public static Refusal? Violated(string constraint, ExperimentState state) => constraint switch
    {
        "experiments_name_key" => Decide.Refuse(
            RefusalKind.Conflict, "experiment_name_taken", "Another experiment has this name; names of experiments are never used twice. Choose another."),
        "experiments_active_key" => Decide.Refuse(
            RefusalKind.Conflict,
            "experiment_running",
            $"Another experiment is running or paused on the model of '{state.Plan?.Name}'; conclude or cancel it first."),
        "experiments_versions_exist" => Decide.Refuse(
            RefusalKind.NotFound,
            "version_not_found",
            $"A version of experiment '{state.Plan?.Name}' was deleted while it was started, so it was not; plan another one with versions that are there."),
        _ => null,
    };

    public static Decision<ExperimentEvent> Plan(ExperimentState state, ExperimentPlan plan)
    {
        if (state.Plan is { } present)
            return Decide.Refuse(
                RefusalKind.Conflict,
                "experiment_exists",
                $"Experiment {state.Id:D} is planned already, as '{present.Name}'. Plan another one under a new id.");
        return ExperimentPlanRules.Check(plan) is { } wrong
            ? wrong
            : Events(new ExperimentPlanned { ExperimentId = state.Id, Plan = plan });
    }

    /// <param name="state">As it is.</param>
    /// <param name="model">The model as it is now; null when it does not exist.</param>
    /// <param name="outcomesFrom">The last outcome of the model before the test.</param>
    public static Decision<ExperimentEvent> Start(ExperimentState state, ModelView? model, long outcomesFrom)
    {
        if (Unless(state, "start", ExperimentStatus.Draft) is { } refusal)
            return refusal;
        var plan = state.Plan!;
        if (model is null)
            return Decide.Refuse(RefusalKind.NotFound, "model_not_found", $"Model {plan.ModelId:D} of experiment '{plan.Name}' does not exist.");
        return ExperimentPlanRules.CheckAgainst(plan, model) is { } wrong
            ? wrong
            : Events(new ExperimentStarted
            {
                Buckets = BucketTable.Create(plan.Variants.Select(variant => variant.Weight).ToArray()),
                OutcomesFrom = outcomesFrom,
            });
    }

    public static Decision<ExperimentEvent> Pause(ExperimentState state, string reason) =>
        Unless(state, "pause", ExperimentStatus.Running) is { } refusal ? refusal : Events(new ExperimentPaused { Reason = reason });

    public static Decision<ExperimentEvent> Resume(ExperimentState state, string reason) =>
        Unless(state, "resume", ExperimentStatus.Paused) is { } refusal ? refusal : Events(new ExperimentResumed { Reason = reason });

    /// <summary>Null when it can be concluded, so that nothing is counted for nothing.</summary>
    public static Refusal? CanConclude(ExperimentState state) =>
        Unless(state, "conclude", ExperimentStatus.Running, ExperimentStatus.Paused);

    /// <param name="state">As it is.</param>
    /// <param name="tally">All days closed.</param>
    /// <param name="outcomesRead">The last outcome in it.</param>
    /// <param name="reason">The caller's.</param>
    public static Decision<ExperimentEvent> Conclude(ExperimentState state, TallyState tally, long outcomesRead, string reason) =>
        CanConclude(state) is { } refusal
            ? refusal
            : Events(new ExperimentConcluded
            {
                Verdict = ExperimentJudge.Judge(state.Plan!, tally),
                Reason = reason,
                AsOf = tally.CountedThrough is { } day ? new DateTimeOffset(day, default, TimeSpan.Zero) : null,
                OutcomesRead = outcomesRead,
            });

    public static Decision<ExperimentEvent> Cancel(ExperimentState state, long outcomesRead, string reason) =>
        Unless(state, "cancel", ExperimentStatus.Draft, ExperimentStatus.Running, ExperimentStatus.Paused) is { } refusal
            ? refusal
            : Events(new ExperimentCancelled { Reason = reason, OutcomesRead = outcomesRead });

    /// <summary>Keeps what the model answered; asked again it changes nothing.</summary>
    public static Decision<ExperimentEvent> AnswerPromotion(ExperimentState state, bool promoted, string what) => state.PromotionDue is { } version
        ? Events(new ExperimentPromotionAnswered { Version = version, Promoted = promoted, What = what })
        : new Decision<ExperimentEvent>();

    private static Refusal? Unless(ExperimentState state, string verb, params ReadOnlySpan<ExperimentStatus> wanted)
    {
        if (state.Plan is not { } plan)
            return Decide.Refuse(RefusalKind.NotFound, "experiment_not_found", $"There is no experiment {state.Id:D}; plan it first.");
        return wanted.Contains(state.Status)
            ? null
            : Decide.Refuse(
                RefusalKind.Conflict,
                "illegal_experiment_status",
                $"Experiment '{plan.Name}' is {state.Status}; to {verb} it, it must be {string.Join(" or ", wanted.ToArray())}.");
    }

    private static Decision<ExperimentEvent> Events(ExperimentEvent @event) => Decide.Events(@event);
}
