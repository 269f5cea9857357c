using System.Collections.Immutable;
using ModelRegistry.Contracts.Experiments;

namespace ModelRegistry.Core.Experiments;

/// <summary>An A/B test as its events have made it.</summary>
public sealed record ExperimentState
{
    public required Guid Id { get; init; }

    /// <summary>Null until it is planned.</summary>
    public ExperimentPlan? Plan { get; init; }

    public ExperimentStatus Status { get; init; }

    /// <summary>The length of the stream.</summary>
    public long Revision { get; init; }

    /// <summary>The arm of each bucket; empty until it is started.</summary>
    public ImmutableArray<byte> Buckets { get; init; } = [];

    /// <summary>Outcomes up to this sequence were there before the test and are none of its own.</summary>
    public long OutcomesFrom { get; init; }

    /// <summary>Set when the test ended: the last outcome that may count. Whoever counts again later stops here.</summary>
    public long? OutcomesThrough { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Verdict? Verdict { get; init; }

    /// <summary>What the model answered when it was asked to promote the winner.</summary>
    public string? Promotion { get; init; }

    /// <summary>True while the outcomes of its units are of interest.</summary>
    public bool IsActive => Status is ExperimentStatus.Running or ExperimentStatus.Paused;

    /// <summary>The version to promote, while the model has not been asked yet.</summary>
    public int? PromotionDue => Plan is { PromoteOnWin: true } plan && Verdict?.Outcome is ExperimentJudge.ChallengerWon && Promotion is null
        ? plan.Variants[1].Version
        : null;

    /// <summary>For callers.</summary>
    /// <exception cref="InvalidOperationException">It was never planned.</exception>
    public ExperimentView ToView() => new()
    {
        Id = Id,
        Plan = Plan ?? throw new InvalidOperationException($"Experiment {Id:D} was never planned."),
        Status = Status,
        Revision = Revision,
        Verdict = Verdict,
        StartedAt = StartedAt,
        ConcludedAt = Status is ExperimentStatus.Concluded ? EndedAt : null,
        Promotion = Promotion,
    };
}
