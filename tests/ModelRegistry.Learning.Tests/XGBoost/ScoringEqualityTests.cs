using ModelRegistry.Learning.XGBoost;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Tests.XGBoost;

public sealed class ScoringEqualityTests
{
    [Theory]
    [InlineData("reg:squarederror", 4, 60)]
    [InlineData("reg:squarederror", 1, 200)]
    [InlineData("reg:squarederror", 14, 20)]
    [InlineData("reg:logistic", 5, 40)]
    [InlineData("binary:logistic", 4, 60)]
    [InlineData("rank:pairwise", 4, 30)]
    [InlineData("rank:ndcg", 4, 30)]
    [InlineData("binary:logistic", 4, 0)]
    public void Score_GridWithMissingValues_EqualsTheLibraryToTheBit(string objective, int depth, int rounds)
    {
        var parameters = new BoosterParameters { Objective = objective, Depth = depth, Rounds = rounds, Eta = 0.3, MinChildWeight = 0.1, BaseScore = 0.3, Seed = 5 };
        using var booster = TrainedModel.Train(parameters, rows: 4_000);
        var rows = Grid();
        using var matrix = DMatrix.FromRows(rows, TrainedModel.Features.Length);
        var expected = booster.Predict(matrix);

        var model = XGBoostReader.Read(booster.SaveJson());
        var scores = new float[expected.Length];
        model.Score(rows, scores);

        Assert.Equal(rounds, model.Trees);
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), scores.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Score_RowsOneByOne_EqualToAllAtOnce()
    {
        var model = XGBoostReader.Read(TrainedModel.Json());
        var rows = TrainedModel.Rows(131, seed: 9);
        var together = new float[131];
        model.Score(rows, together);

        for (var i = 0; i < together.Length; i++)
        {
            var alone = new float[1];
            model.Score(rows.AsSpan(i * 4, 4), alone);
            Assert.Equal(together[i], alone[0]);
        }
    }

    [Fact]
    public void Score_ValueOnTheThreshold_GoesRight()
    {
        var model = XGBoostReader.Read(HandMade.Stump(threshold: 0.5f, defaultLeft: false));
        var scores = new float[4];

        model.Score([0.5f, MathF.BitDecrement(0.5f), float.NaN, float.PositiveInfinity], scores);

        Assert.Equal([2f, 1f, 2f, 2f], scores);
    }

    [Fact]
    public void Score_MissingWithDefaultLeft_GoesLeft()
    {
        var model = XGBoostReader.Read(HandMade.Stump(threshold: 0.5f, defaultLeft: true));
        var scores = new float[2];

        model.Score([float.NaN, float.NegativeInfinity], scores);

        Assert.Equal([1f, 1f], scores);
    }

    /// <summary>Random rows, rows far outside the training data, zeros of both signs, and rows with nothing there.</summary>
    private static float[] Grid()
    {
        float[] special = [float.NaN, 0f, -0f, float.Epsilon, float.MaxValue, float.MinValue, 1e-30f, -2f, 2f];
        var rows = new List<float>(TrainedModel.Rows(3_000, seed: 11, missing: 0.3));
        foreach (var a in special)
        {
            foreach (var b in special)
                rows.AddRange([a, b, b, a]);
        }

        return [.. rows];
    }
}
