using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Tests.Training;

public sealed class OutOfSampleScoresTests
{
    [Fact]
    public void Of_OneConstantModelAFold_ScoresEachDayByItsOwnFold()
    {
        var config = SmallMarket.Config;
        var data = TrainingData.Of(SmallMarket.Panel, config);
        var plan = TrainingPlan.Of(SmallMarket.Panel, config);

        var scores = OutOfSampleScores.Of(data, plan, [.. plan.Folds.Select((_, fold) => Constant(data, fold + 1))]);

        Assert.Equal(plan.Tested, scores.Days);
        for (var i = 0; i < scores.Values.Length; i++)
        {
            var day = plan.Tested.First + (i / SmallMarket.Panel.TickerCount);
            var fold = plan.Folds.Single(f => f.Test.Contains(day));
            Assert.Equal(plan.Folds.IndexOf(fold) + 1, scores.Values[i]);
        }
    }

    private static byte[] Constant(TrainingData data, double score)
    {
        using var matrix = DMatrix.FromRows(new float[data.Names.Length], data.Names.Length);
        matrix.SetLabels([0]);
        using var booster = Booster.Train(matrix, data.Names, SmallMarket.Config.Booster with { Rounds = 0, BaseScore = score });
        return StockRankingModel.Write(data.Names, [booster.SaveJson()]);
    }
}
