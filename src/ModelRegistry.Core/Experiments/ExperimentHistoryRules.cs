using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;

namespace ModelRegistry.Core.Experiments;

/// <summary>What holds of every event of an A/B test that a decision of this registry made; events that come from elsewhere are held to it.</summary>
public static class ExperimentHistoryRules
{
    /// <summary>Why an event cannot come after what was before; null where it can.</summary>
    public static string? Check(ExperimentState before, ExperimentEvent @event) => @event switch
    {
        ExperimentPlanned planned => CheckPlanned(before, planned),
        _ when before.Plan is null => "the test was not planned before",
        ExperimentStarted started => Unless(before.Status is ExperimentStatus.Draft, before) ?? CheckBuckets(before.Plan, started),
        ExperimentPaused => Unless(before.Status is ExperimentStatus.Running, before),
        ExperimentResumed => Unless(before.Status is ExperimentStatus.Paused, before),
        ExperimentConcluded => Unless(before.IsActive, before),
        ExperimentCancelled => Unless(before.EndedAt is null, before),
        ExperimentPromotionAnswered => before.PromotionDue is null ? "no promotion was due" : null,
        _ => null,
    };

    /// <summary>What a test still has to do; null when it has ended and nothing follows from it any more.</summary>
    public static string? CheckEnded(ExperimentState state)
    {
        if (state.EndedAt is null)
            return $"the test is {state.Status}: it has not ended";
        return state.PromotionDue is { } version ? $"the model has not answered yet whether version {version}, the winner, is promoted" : null;
    }

    private static string? CheckPlanned(ExperimentState before, ExperimentPlanned planned)
    {
        if (before.Plan is not null)
            return "the test was planned before";
        return planned.ExperimentId == before.Id ? ExperimentPlanRules.Check(planned.Plan)?.Detail : $"it plans the test {planned.ExperimentId}, the stream is of {before.Id}";
    }

    private static string? CheckBuckets(ExperimentPlan plan, ExperimentStarted started) =>
        started.Buckets.Length == BucketTable.Size && started.Buckets.All(arm => arm < plan.Variants.Length)
            ? null
            : $"it does not give each of the {BucketTable.Size} buckets an arm of the plan";

    private static string? Unless(bool possible, ExperimentState before) => possible ? null : $"the test is {before.Status}";
}
