using System.Collections.Immutable;

namespace ModelRegistry.Learning.Validation;

/// <summary>
/// Walk-forward validation, purged and embargoed (López de Prado, Advances in Financial Machine Learning, 2018, chapter 7): the label of every training
/// day ends before the test begins, by at least the embargo.
/// </summary>
public static class WalkForward
{
    /// <summary>Splits days into folds whose tests follow each other without gap or overlap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range, or the first fold has too little to train on.</exception>
    public static ImmutableArray<WalkForwardFold> Split(WalkForwardPlan plan)
    {
        Validate(plan);
        var folds = ImmutableArray.CreateBuilder<WalkForwardFold>();
        for (var first = plan.FirstTestDay; first < plan.EndTestDay; first += plan.TestDays)
        {
            folds.Add(new WalkForwardFold
            {
                Train = TrainingDays(plan, first),
                Test = DaySpan.FromTo(first, Math.Min(plan.EndTestDay, first + plan.TestDays)),
            });
        }

        return folds.ToImmutable();
    }

    /// <summary>Days whose labels are known at the close of <paramref name="lastKnownDay"/>: all that a model trained that evening may use.</summary>
    public static DaySpan KnownLabels(int lastKnownDay, int horizon, int firstDay = 0) => DaySpan.FromTo(firstDay, lastKnownDay - horizon + 1);

    private static DaySpan TrainingDays(WalkForwardPlan plan, int firstTestDay)
    {
        var end = firstTestDay - plan.Horizon - plan.Embargo;
        var first = plan.Mode == WalkForwardMode.Rolling ? Math.Max(plan.FirstTrainDay, end - plan.RollingDays) : plan.FirstTrainDay;
        return DaySpan.FromTo(first, end);
    }

    private static void Validate(WalkForwardPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plan.FirstTrainDay);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.TestDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Horizon, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(plan.Embargo);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.MinTrainDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(plan.EndTestDay, plan.FirstTestDay);
        if (plan.Mode == WalkForwardMode.Rolling) ArgumentOutOfRangeException.ThrowIfLessThan(plan.RollingDays, plan.MinTrainDays);
        var days = TrainingDays(plan, plan.FirstTestDay).Count;
        if (days < plan.MinTrainDays)
        {
            throw new ArgumentOutOfRangeException(nameof(plan), plan.FirstTestDay,
                $"A test that begins on day {plan.FirstTestDay} leaves {days} training days after a horizon of {plan.Horizon} and an embargo of {plan.Embargo}; at least {plan.MinTrainDays} are needed");
        }
    }
}
