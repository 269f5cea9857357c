using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Tests.Validation;

public sealed class WalkForwardTests
{
    private static readonly WalkForwardPlan Year = new() { FirstTestDay = 500, EndTestDay = 752 };

    [Fact]
    public void Split_AnyPlan_NoTrainingLabelEndsOnOrAfterTheFirstTestDay() => ForAnyPlan(plan =>
        WalkForward.Split(plan).All(fold => fold.Train.Days.All(day => day + plan.Horizon + plan.Embargo < fold.Test.Days.Min())));

    [Fact]
    public void Split_AnyPlan_EveryTestDayIsPredictedOnce() => ForAnyPlan(plan =>
        WalkForward.Split(plan).SelectMany(fold => fold.Test.Days).SequenceEqual(Enumerable.Range(plan.FirstTestDay, plan.EndTestDay - plan.FirstTestDay)));

    [Fact]
    public void Split_AnyPlan_NothingThatIsKnownIsLeftOut() => ForAnyPlan(plan =>
        WalkForward.Split(plan).All(fold => fold.Train.End + plan.Horizon + plan.Embargo == fold.Test.First));

    [Fact]
    public void Split_Expanding_AlwaysBeginsAtTheFirstDay()
    {
        var folds = WalkForward.Split(Year with { FirstTrainDay = 10 });
        Assert.All(folds, fold => Assert.Equal(10, fold.Train.First));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => 480 + (21 * i)), folds.Select(fold => fold.Train.Count));
    }

    [Fact]
    public void Split_Rolling_KeepsItsLength()
    {
        var folds = WalkForward.Split(Year with { Mode = WalkForwardMode.Rolling, RollingDays = 252 });
        Assert.All(folds, fold => Assert.Equal(252, fold.Train.Count));
    }

    [Fact]
    public void Split_RollingWithTooLittleHistory_TakesWhatThereIs() =>
        Assert.Equal(new DaySpan(0, 490), WalkForward.Split(Year with { Mode = WalkForwardMode.Rolling, RollingDays = 1000 })[0].Train);

    [Fact]
    public void Split_LastFold_EndsWhereItIsTold()
    {
        var last = WalkForward.Split(Year with { EndTestDay = 755 })[^1];
        Assert.Equal(new DaySpan(752, 3), last.Test);
    }

    [Fact]
    public void Split_TooLittleToTrainOn_SaysHowMuchThereIs()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => WalkForward.Split(Year with { FirstTestDay = 72 }));
        Assert.Contains("day 72 leaves 62 training days after a horizon of 5 and an embargo of 5; at least 63", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_NothingToTest_Refused() => Assert.Throws<ArgumentOutOfRangeException>(() => WalkForward.Split(Year with { EndTestDay = 500 }));

    [Fact]
    public void Split_NegativeEmbargo_Refused() => Assert.Throws<ArgumentOutOfRangeException>(() => WalkForward.Split(Year with { Embargo = -1 }));

    [Fact]
    public void KnownLabels_AtTheCloseOfADay_EndThatDay()
    {
        Assert.Equal(95, WalkForward.KnownLabels(100, 5).Days.Max());
        Assert.Empty(WalkForward.KnownLabels(4, 5).Days);
        Assert.Equal([0], WalkForward.KnownLabels(5, 5).Days);
    }

    private static void ForAnyPlan(Func<WalkForwardPlan, bool> holds) => Prop.ForAll(Plans().ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static Gen<WalkForwardPlan> Plans() =>
        from horizon in Gen.Choose(1, 20)
        from embargo in Gen.Choose(0, 20)
        from testDays in Gen.Choose(1, 60)
        from length in Gen.Choose(1, 300)
        from mode in Gen.Elements(WalkForwardMode.Expanding, WalkForwardMode.Rolling)
        from rolling in Gen.Choose(30, 200)
        from first in Gen.Choose(80, 400)
        select new WalkForwardPlan
        {
            FirstTestDay = first, EndTestDay = first + length, TestDays = testDays, Horizon = horizon, Embargo = embargo, Mode = mode,
            RollingDays = rolling, MinTrainDays = 30,
        };
}
