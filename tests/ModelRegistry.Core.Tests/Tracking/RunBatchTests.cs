using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Core.Tests.Tracking;

public sealed class RunBatchTests
{
    private static readonly TrackingRules Rules = new();

    [Fact]
    public void Of_Metrics_AreOrderedOnceWithTheLatestApart()
    {
        LoggedMetric[] given =
        [
            new("b", 1, 10, 1), new("a", double.NaN, 10, 1), new("a", double.PositiveInfinity, 10, 1), new("a", 5, 9, 1), new("b", 1, 10, 1), new("a", double.NaN, 10, 1), new("b", -7, 5, 2), new("B", 0, 0, -1),
        ];

        var batch = RunBatch.Of(given, [], [], Rules);

        Assert.Equal([new("B", 0, 0, -1), new("a", double.NaN, 10, 1), new("b", -7, 5, 2)], batch.Latest.ToArray());
        Assert.Equal([new("a", 5, 9, 1), new("a", double.PositiveInfinity, 10, 1), new("b", 1, 10, 1)], batch.Earlier.ToArray());
    }

    [Fact]
    public void Of_AnyOrder_IsTheSameBatch()
    {
        var random = new Random(5);
        LoggedMetric[] metrics = [.. Enumerable.Range(0, 200).Select(i => new LoggedMetric($"k{i % 7}", i % 5 == 0 ? double.NaN : i % 11, i % 3, i % 4))];
        var expected = RunBatch.Of(metrics, [], [], Rules);
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(metrics);
            var batch = RunBatch.Of(metrics, [], [], Rules);
            Assert.Equal(expected.Latest.ToArray(), batch.Latest.ToArray());
            Assert.Equal(expected.Earlier.ToArray(), batch.Earlier.ToArray());
        }
    }

    [Fact]
    public void Of_Tags_TakesTheLastOfEachAndTheNameFromThem()
    {
        var batch = RunBatch.Of([], [new("z", "1"), new("a", "2")], [new("t", "1"), new("mlflow.runName", "n"), new("t", "2")], Rules);
        Assert.Equal([new("a", "2"), new("z", "1")], batch.Params.ToArray());
        Assert.Equal([new("mlflow.runName", "n"), new("t", "2")], batch.Tags.ToArray());
        Assert.Equal("n", batch.RunName);
        Assert.Null(RunBatch.OfTags([new("mlflow.runName", "")], Rules).RunName);
    }

    [Fact]
    public void Of_LongValues_AreCutRefusedOrKeptAsTheRulesSay()
    {
        var value = new string('x', 6001);
        Assert.Equal(6000, RunBatch.OfParam(new("p", value), Rules).Params[0].Value.Length);
        Assert.Equal(5000, RunBatch.OfTags([new("t", value)], Rules).Tags[0].Value.Length);
        var strict = new TrackingRules(LongValues.Refuse);
        Assert.Contains("had length 6001, which exceeded length limit of 6000", Assert.Throws<TrackingException>(() => RunBatch.OfParam(new("p", value), strict)).Message, StringComparison.Ordinal);
        Assert.Contains("limit of 5000", Assert.Throws<TrackingException>(() => RunBatch.OfTags([new("t", value)], strict)).Message, StringComparison.Ordinal);
        RunBatch.OfParam(new("p", value[1..]), strict);
        Assert.Equal(value, RunBatch.OfTags([new("t", value)], new TrackingRules(LongValues.Keep)).Tags[0].Value);
    }
}
