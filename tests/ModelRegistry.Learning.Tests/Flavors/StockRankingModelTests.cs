using System.Text;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Tests.XGBoost;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Tests.Flavors;

public sealed class StockRankingModelTests
{
    [Fact]
    public void Score_SeveralMembers_IsTheirMean()
    {
        byte[][] members = [.. Enumerable.Range(0, 3).Select(seed => TrainedModel.Json(TrainedModel.Small with { Seed = seed, Subsample = 0.5 }))];
        var rows = TrainedModel.Rows(50, seed: 4);
        var model = StockRankingModel.Read(Artifact(members));
        var scores = new float[50];

        model.Score(rows, 50, scores);

        var single = members.Select(member => Scores(member, rows)).ToArray();
        for (var i = 0; i < 50; i++)
            Assert.Equal((single[0][i] + single[1][i] + single[2][i]) / 3, scores[i]);
        Assert.True(model.Ranks);
        Assert.Equal(3, model.Members);
        Assert.Equal(9, model.Trees);
        Assert.Equal(TrainedModel.Features, model.Features);
    }

    [Fact]
    public void Score_ZeroRounds_IsTheBaseScore()
    {
        var model = StockRankingModel.Read(Artifact([TrainedModel.Json(new BoosterParameters { Rounds = 0, BaseScore = 0.125 })]));
        var scores = new float[3];

        model.Score(TrainedModel.Rows(3, seed: 1), 3, scores);

        Assert.Equal([0.125f, 0.125f, 0.125f], scores);
    }

    [Fact]
    public void Read_BadMember_SaysWhich()
    {
        var error = Assert.Throws<InvalidModelException>(() => StockRankingModel.Read(Artifact([TrainedModel.Json(), "{}"u8.ToArray()])));

        Assert.StartsWith("members[1]: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MembersWithDifferentObjectives_Refuses()
    {
        var error = Assert.Throws<InvalidModelException>(() => StockRankingModel.Read(
            Artifact([TrainedModel.Json(), TrainedModel.Json(TrainedModel.Small with { Objective = "binary:logistic" })])));

        Assert.Contains("binary:logistic", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"features":["a"],"members":[{}]}""", "no 'format'")]
    [InlineData("""{"format":"stock-ranking/2","features":["a"],"members":[{}]}""", "'stock-ranking/2'")]
    [InlineData("""{"format":"stock-ranking/1","members":[{}]}""", "no 'features'")]
    [InlineData("""{"format":"stock-ranking/1","features":["a"]}""", "no 'members'")]
    [InlineData("""{"format":"stock-ranking/1","features":["a"],"members":[]}""", "empty")]
    [InlineData("""{"format":"stock-ranking/1","features":["a"],"members":7}""", "array")]
    [InlineData("""{"format":"stock-ranking/1","features":["a"],"members":[7]}""", "members[0]")]
    [InlineData("""{"format":"stock-ranking/1","features":["a"],"members":[{}""", "not JSON")]
    [InlineData("", "not JSON")]
    public void Read_NotSuchAnArtifact_SaysWhy(string json, string reason)
    {
        var error = Assert.Throws<InvalidModelException>(() => StockRankingModel.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyMembers_Refuses() => Assert.Throws<InvalidModelException>(
        () => StockRankingModel.Read(Artifact([.. Enumerable.Repeat(HandMade.Stump(), StockRankingModel.MaxMembers + 1)], """["a"]""")));

    private static float[] Scores(byte[] member, float[] rows)
    {
        var scores = new float[rows.Length / TrainedModel.Features.Length];
        XGBoostReader.Read(member).Score(rows, scores);
        return scores;
    }

    private static byte[] Artifact(byte[][] members, string features = """["momentum","volume","distance","return"]""") =>
        Encoding.UTF8.GetBytes($$"""{"format":"stock-ranking/1","features":{{features}},"members":[{{string.Join(',', members.Select(Encoding.UTF8.GetString))}}]}""");
}
