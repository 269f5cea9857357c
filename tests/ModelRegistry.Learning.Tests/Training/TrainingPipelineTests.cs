using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Statistics;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Training;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Tests.Training;

public sealed class TrainingPipelineTests
{
    private static readonly TrainingResult Trained = SmallMarket.Train();

    [Fact]
    public void Run_SameDataConfigurationAndSeed_SameBytes()
    {
        var again = SmallMarket.Train();

        Assert.Equal(Trained.Model.ToArray(), again.Model.ToArray());
        Assert.Equal(Json(Trained.Profile), Json(again.Profile));
        Assert.Equal(Json(Trained.Version.Metrics), Json(again.Version.Metrics));
        Assert.Equal(Trained.Version.Manifest with { TrainedAt = null }, again.Version.Manifest with { TrainedAt = null });
    }

    [Fact]
    public void Run_PanelThatEndsWithTheWindow_GivesTheSameAsOneThatGoesOn()
    {
        var evening = SmallMarket.Train(panel: SmallMarket.Until(SmallMarket.Config.To));

        Assert.Equal(Trained.Model.ToArray(), evening.Model.ToArray());
        Assert.Equal(Json(Trained.Profile), Json(evening.Profile));
        Assert.Equal(Json(Trained.Version.Metrics), Json(evening.Version.Metrics));
        Assert.Equal(Trained.Version.Manifest.DatasetHash, evening.Version.Manifest.DatasetHash);
    }

    [Fact]
    public void Run_AnotherSeed_GivesAnotherModel() =>
        Assert.NotEqual(Trained.Model.ToArray(), SmallMarket.Train(SmallMarket.Config with { FirstSeed = 50 }).Model.ToArray());

    [Fact]
    public void Run_FinalFit_UsesExactlyTheLabelsThatEndInTheWindow()
    {
        var days = SmallMarket.Panel.Days;
        var last = Trained.Trained.End - 1;

        Assert.True(days[last + SmallMarket.Config.Horizon] <= SmallMarket.Config.To);
        Assert.True(days[last + 1 + SmallMarket.Config.Horizon] > SmallMarket.Config.To);
        Assert.Equal(AsOf.Of(days[last]), Trained.Version.Manifest.TrainTo);
        Assert.Equal(Trained.Trained.Count * 40L, Trained.Version.Manifest.Samples);
    }

    [Fact]
    public void Run_EveryFold_TrainsOnLabelsThatEndBeforeItsTest()
    {
        Assert.Equal(3, Trained.Folds.Length);
        Assert.All(Trained.Folds, fold => Assert.True(fold.Train.End - 1 + SmallMarket.Config.Horizon + SmallMarket.Config.Embargo < fold.Test.First));
        Assert.Equal(Trained.Trained.End, Trained.Folds[^1].Test.End);
    }

    /// <summary>Nothing can be learnt in this market. A model that has learnt it by heart ranks its own training days well; the metrics must not.</summary>
    [Fact]
    public void Metrics_ModelThatLearntNoiseByHeart_AreNotInSample()
    {
        var config = SmallMarket.Config with
        {
            Seeds = 1,
            Booster = SmallMarket.Config.Booster with { Rounds = 80, Depth = 8, Eta = 0.3, MinChildWeight = 1, Subsample = 1, ColumnSample = 1 },
        };
        var result = SmallMarket.Train(config);

        Assert.True(InSampleRankIc(result, config) > 0.8);
        Assert.InRange(result.Version.Metrics["rank_ic"], -0.1, 0.1);
    }

    [Fact]
    public void Run_NoRounds_IsAConstantThatLoadsAndScores()
    {
        var result = SmallMarket.Train(SmallMarket.Config with { Booster = SmallMarket.Config.Booster with { Rounds = 0, BaseScore = 0.25 } });
        var scorer = new StockRankingFlavor().Load(result.Model);
        var scores = new float[2];
        scorer.Score(new float[2 * scorer.Features.Length], 2, scores);

        Assert.Equal([0.25f, 0.25f], scores);
        Assert.Equal(["days", "hit_rate", "long_short_gross", "long_short_net", "max_drawdown", "turnover"], result.Version.Metrics.Keys);
        Assert.Equal(0, result.Version.Metrics["turnover"]);
        Assert.Equal([0.25, Math.BitIncrement(0.25)], result.Profile.Features[^1].Edges.ToArray());
    }

    [Fact]
    public void Run_Metrics_AreThoseOfTheDesign()
    {
        var metrics = Trained.Version.Metrics;
        string[] expected =
        [
            "days", "hit_rate", "icir", "long_short_gross", "long_short_net", "max_drawdown", "quintile_1_return", "quintile_2_return", "quintile_3_return",
            "quintile_4_return", "quintile_5_return", "quintile_spread", "rank_ic", "rank_ic_se", "sharpe_net", "turnover",
        ];

        Assert.Equal(expected, metrics.Keys);
        Assert.InRange(metrics["max_drawdown"], -1, 0);
        Assert.InRange(metrics["turnover"], 0, 4);
        Assert.True(metrics["long_short_net"] < metrics["long_short_gross"]);
        Assert.Equal(Trained.Folds.Sum(fold => fold.Test.Count), metrics["days"]);
    }

    [Fact]
    public void Run_Rolling_TrainsOnTheLastDaysOnly()
    {
        var result = SmallMarket.Train(SmallMarket.Config with { Mode = WalkForwardMode.Rolling, RollingDays = 100 });

        Assert.All(result.Folds, fold => Assert.Equal(100, fold.Train.Count));
        Assert.Contains("rolling_days", result.Version.Params.Keys);
    }

    [Fact]
    public void Run_EveryThirdTicker_TrainsOnThose() =>
        Assert.Equal(14L * Trained.Trained.Count, SmallMarket.Train(SmallMarket.Config with { Every = 3 }).Version.Manifest.Samples);

    [Fact]
    public void Run_PairwiseObjective_Trains()
    {
        var result = SmallMarket.Train(SmallMarket.Config with { Booster = SmallMarket.Config.Booster with { Objective = "rank:pairwise", MinChildWeight = 0 } });

        Assert.Equal(12, StockRankingModel.Read(result.Model).Trees);
    }

    [Fact]
    public void Run_Progress_EndsWithAllWorkDone()
    {
        var told = new List<TrainingProgress>();
        SmallMarket.Train(progress: progress =>
        {
            lock (told)
                told.Add(progress);
        });

        var fit = told.Where(progress => progress.Phase.Contains("walk-forward", StringComparison.Ordinal)).ToArray();
        Assert.Equal((3 + 1) * 2 * 6 + 2, fit.Length);
        Assert.Equal(1, fit[^1].Fraction);
        Assert.All(fit, progress => Assert.InRange(progress.Fraction, 0, 1));
    }

    [Fact]
    public void Run_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var pipeline = new TrainingPipeline(TimeProvider.System, progress =>
        {
            if (progress.Done > 0)
                cancel.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => pipeline.Run(SmallMarket.Panel, SmallMarket.Config, cancel.Token));
    }

    private static double InSampleRankIc(TrainingResult result, TrainingConfig config)
    {
        var data = TrainingData.Of(SmallMarket.Panel, config);
        var scores = new float[result.Trained.Count * SmallMarket.Panel.TickerCount];
        StockRankingModel.Read(result.Model).Score(data.Features.Rows(result.Trained.First, result.Trained.Count), scores.Length, scores);
        var outcomes = data.Labels.ForwardReturnOf(result.Trained.First, result.Trained.Count);
        return RankIc.Summarise(RankIc.ByDay([.. scores.Select(score => (double)score)], outcomes, SmallMarket.Panel.TickerCount)).Mean;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, RegistryJson.Options);
}
