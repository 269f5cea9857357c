using ModelRegistry.Learning.XGBoost;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Tests.XGBoost;

public sealed class BoosterTests
{
    [Fact]
    public void Version_Installed_IsOneThatWritesJson() => Assert.True(XGBoostLibrary.Version >= new Version(1, 6));

    [Fact]
    public void Train_SameDataConfigurationAndSeed_SameBytes()
    {
        var parameters = new BoosterParameters { Rounds = 20, MinChildWeight = 1, Subsample = 0.5, ColumnSample = 0.5, Seed = 3 };

        Assert.Equal(TrainedModel.Json(parameters), TrainedModel.Json(parameters));
    }

    [Fact]
    public async Task Train_SideBySideAndOnOtherThreads_SameBytesAsAlone()
    {
        var parameters = Enumerable.Range(0, 6).Select(seed => new BoosterParameters { Rounds = 15, MinChildWeight = 1, Subsample = 0.5, Seed = seed }).ToArray();
        var alone = parameters.Select(p => TrainedModel.Json(p)).ToArray();

        var together = await Task.WhenAll(parameters.Select(p => Task.Run(() => TrainedModel.Json(p))));

        Assert.Equal(alone, together);
    }

    [Fact]
    public void Train_AnotherSeed_OtherBytes() =>
        Assert.NotEqual(TrainedModel.Json(TrainedModel.Small with { Subsample = 0.5 }), TrainedModel.Json(TrainedModel.Small with { Subsample = 0.5, Seed = 8 }));

    [Fact]
    public void Train_ZeroRounds_ScoresBaseScore()
    {
        using var booster = TrainedModel.Train(new BoosterParameters { Rounds = 0, BaseScore = 0.25 });
        using var rows = DMatrix.FromRows(TrainedModel.Rows(5, 2), TrainedModel.Features.Length);

        Assert.All(booster.Predict(rows), score => Assert.Equal(0.25f, score));
    }

    [Fact]
    public void Train_UnknownObjective_SaysTheLibrarysReason()
    {
        var error = Assert.Throws<XGBoostException>(() => TrainedModel.Train(TrainedModel.Small with { Objective = "reg:wishful" }));

        Assert.Contains("reg:wishful", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Stack trace", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Progress_CountsEveryRound()
    {
        using var matrix = DMatrix.FromRows([1, 2, 3, 4], 1);
        matrix.SetLabels([1, 2, 3, 4]);
        var rounds = new List<int>();

        using var booster = Booster.Train(matrix, ["x"], TrainedModel.Small, rounds.Add);

        Assert.Equal([1, 2, 3], rounds);
    }

    [Fact]
    public void Train_Cancelled_StopsBetweenRounds()
    {
        using var matrix = DMatrix.FromRows([1, 2, 3, 4], 1);
        matrix.SetLabels([1, 2, 3, 4]);
        using var cancel = new CancellationTokenSource();
        var last = 0;

        Assert.Throws<OperationCanceledException>(() => Booster.Train(
            matrix,
            ["x"],
            TrainedModel.Small with { Rounds = 50 },
            round =>
            {
                last = round;
                if (round == 2)
                    cancel.Cancel();
            },
            cancel.Token));
        Assert.Equal(2, last);
    }

    [Theory]
    [InlineData(new float[0], 2)]
    [InlineData(new[] { 1f, 2f, 3f }, 2)]
    public void FromRows_NotWholeRows_Refuses(float[] values, int columns) => Assert.Throws<ArgumentException>(() => DMatrix.FromRows(values, columns));

    [Fact]
    public void FromRows_Infinity_NamesRowAndColumn()
    {
        var error = Assert.Throws<ArgumentException>(() => DMatrix.FromRows([1, 2, 3, float.PositiveInfinity], 2));

        Assert.Contains("Row 1, column 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1f })]
    [InlineData(new[] { 1f, float.NaN })]
    public void SetLabels_WrongCountOrNaN_Refuses(float[] labels)
    {
        using var matrix = DMatrix.FromRows([1, 2], 1);

        Assert.Throws<ArgumentException>(() => matrix.SetLabels(labels));
    }

    [Fact]
    public void Train_NamesAndColumnsDiffer_Refuses()
    {
        using var matrix = DMatrix.FromRows([1, 2], 1);
        matrix.SetLabels([1, 2]);

        Assert.Throws<ArgumentException>(() => Booster.Train(matrix, ["a", "b"], TrainedModel.Small));
    }
}
