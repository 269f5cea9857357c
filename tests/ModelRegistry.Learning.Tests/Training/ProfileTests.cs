using ModelRegistry.Core.Monitoring;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Training;

namespace ModelRegistry.Learning.Tests.Training;

public sealed class ProfileTests
{
    private static readonly TrainingResult Trained = SmallMarket.Train();

    [Fact]
    public void Profile_Features_AreThoseOfTheModelAndTheScore() =>
        Assert.Equal([.. FeatureSet.Definitions.Select(d => d.Name), FeatureProfile.Score], Trained.Profile.Features.Select(f => f.Name));

    [Fact]
    public void Profile_EveryCell_HoldsEveryTickerOnce() =>
        Assert.All(Trained.Profile.Features, feature => Assert.All(feature.Days, day => Assert.Equal(40, day.Counts.Sum() + day.Missing)));

    [Fact]
    public void Profile_Days_AreTheTrainingDaysAndForTheScoreTheTestedOnes()
    {
        var days = SmallMarket.Panel.Days;
        var score = Trained.Profile.Features[^1];

        Assert.All(
            Trained.Profile.Features.SkipLast(1),
            feature => Assert.Equal(Trained.Trained.Days.Select(day => AsOf.Of(days[day])), feature.Days.Select(cell => cell.AsOf)));
        Assert.Equal(Trained.Folds.SelectMany(fold => fold.Test.Days).Select(day => AsOf.Of(days[day])), score.Days.Select(cell => cell.AsOf));
    }

    [Fact]
    public void Profile_Return_HasTheMomentsOfThePanel()
    {
        var feature = Trained.Profile.Features.Single(f => f.Name == "return_1d");
        var returns = SmallMarket.Panel.DailyReturns().AsSpan(40 * 7, 40).ToArray();

        Assert.Equal(returns.Average(), feature.Days[7].Mean, 7);
        Assert.Equal(40, feature.Days[0].Missing);
        Assert.False(feature.Ranked);
    }

    [Fact]
    public void Profile_Momentum_IsMissingUntilItExists()
    {
        var feature = Trained.Profile.Features.Single(f => f.Name == "momentum_12_1_rank");

        Assert.True(feature.Ranked);
        Assert.All(feature.Days.Take(252), day => Assert.Equal(40, day.Missing));
        Assert.All(feature.Days.Skip(252), day => Assert.Equal(0, day.Missing));
    }
}
