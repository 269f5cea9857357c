using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;

namespace ModelRegistry.Core.Experiments;

/// <summary>What each event does to an A/B test. Total.</summary>
public static class ExperimentFold
{
    public static ExperimentState Apply(ExperimentState state, ExperimentEvent @event, EventStamp stamp) =>
        (@event switch
        {
            ExperimentPlanned planned => state with { Plan = planned.Plan, Status = ExperimentStatus.Draft },
            ExperimentStarted started => state with
            {
                Status = ExperimentStatus.Running,
                Buckets = started.Buckets,
                OutcomesFrom = started.OutcomesFrom,
                StartedAt = stamp.At,
            },
            ExperimentPaused => state with { Status = ExperimentStatus.Paused },
            ExperimentResumed => state with { Status = ExperimentStatus.Running },
            ExperimentConcluded concluded => state with
            {
                Status = ExperimentStatus.Concluded,
                Verdict = concluded.Verdict,
                OutcomesThrough = concluded.OutcomesRead,
                EndedAt = stamp.At,
            },
            ExperimentCancelled cancelled => state with
            {
                Status = ExperimentStatus.Cancelled,
                OutcomesThrough = cancelled.OutcomesRead,
                EndedAt = stamp.At,
            },
            ExperimentPromotionAnswered answered => state with { Promotion = answered.What },
            _ => state,
        }) with
        { Revision = stamp.Version };
}
