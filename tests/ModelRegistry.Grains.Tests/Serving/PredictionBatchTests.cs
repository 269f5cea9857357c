using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Serving;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class PredictionBatchTests
{
    private static readonly DateTimeOffset Now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RoutedVersion Production = Version(1);
    private static readonly RoutedVersion Shadow = Version(2);
    private static readonly Dictionary<int, IScorer> Scorers = new() { [1] = new TestScorer(["a", "b"]), [2] = new TestScorer(["b"]) };

    [Fact]
    public void Route_WithAShadow_AnswersByProductionAndLogsBoth()
    {
        var batch = Batch(null, Instance("E", 1, 2));
        Assert.Null(batch.Score(Scorers));
        var answer = Assert.Single(batch.Answers());
        Assert.Equal((3.0, 1), (answer.Score, answer.Version));
        Assert.Equal([(1, TrafficRole.Production, 3.0), (2, TrafficRole.Shadow, 2.0)], batch.Rows().Select(row => (row.Version, row.Role, row.Score)));
        Assert.Equal(answer.PredictionId, batch.Rows()[0].PredictionId);
        Assert.NotEqual(answer.PredictionId, batch.Rows()[1].PredictionId);
    }

    [Fact]
    public void Route_OfARequestedVersion_HasNoShadow()
    {
        var batch = Batch(Version(7), Instance("E", 1, 2));
        Assert.Equal([7], batch.Versions.Select(v => v.Number));
        Assert.Null(batch.Score(new Dictionary<int, IScorer> { [7] = new TestScorer(["a", "b"]) }));
        Assert.Equal(TrafficRole.Requested, Assert.Single(batch.Rows()).Role);
    }

    [Fact]
    public void Route_WithoutEntityUnitAndAsOf_FillsThemIn()
    {
        var batch = Batch(Production, new PredictInstance());
        Assert.Null(batch.Score(Scorers));
        var row = Assert.Single(batch.Rows());
        Assert.Equal(Now, row.AsOf);
        Assert.Equal(row.PredictionId.ToString(), row.Entity);
        Assert.Equal($"{row.Entity}|2020-01-01T00:00:00.0000000Z", row.Unit);
        Assert.Equal([float.NaN, float.NaN], row.Features);
    }

    [Fact]
    public void Route_WithAnOffset_MakesTheSameUnitAsWithout()
    {
        var batch = Batch(Production, Instance("E", 1, 2) with { AsOf = new DateTimeOffset(2020, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)) }, Instance("E", 1, 2) with { AsOf = Now });
        Assert.Single(batch.Rows().Select(row => row.Unit).Distinct());
        Assert.All(batch.Rows(), row => Assert.Equal(TimeSpan.Zero, row.AsOf.Offset));
    }

    [Fact]
    public void Drop_OfAShadow_LeavesTheAnswers()
    {
        var batch = Batch(null, Instance("E", 1, 2));
        Assert.True(batch.Answers(Production));
        Assert.False(batch.Answers(Shadow));
        batch.Drop(Shadow);
        Assert.Null(batch.Score(new Dictionary<int, IScorer> { [1] = Scorers[1] }));
        Assert.Single(batch.Rows());
        Assert.Single(batch.Answers());
    }

    [Fact]
    public void Score_OfAWrongInstance_NamesItByItsPlace() =>
        Assert.StartsWith("instances[1]: feature 'c'", Batch(null, Instance("E", 1, 2), new PredictInstance { Names = ["c"], Values = [1] }).Score(Scorers), StringComparison.Ordinal);

    [Fact]
    public void Mismatch_OfTheFeatureGraph_NamesVersionAndHashes()
    {
        var batch = Batch(null, Instance("E", 1, 2));
        Assert.Null(batch.Mismatch(null));
        Assert.Null(batch.Mismatch("graph-1"));
        Assert.Equal("the features have the graph hash other, but version 1 was trained on graph-1", batch.Mismatch("other"));
    }

    [Fact]
    public void Answers_OfFiveOfADay_HaveQuintilesAndOfFourNone()
    {
        var five = Enumerable.Range(0, 5).Select(i => Instance("F" + i, i, 0) with { AsOf = Now });
        var four = Enumerable.Range(0, 4).Select(i => Instance("G" + i, i, 0) with { AsOf = Now.AddDays(-1) });
        var batch = Batch(Production, [.. five, .. four]);
        Assert.Null(batch.Score(Scorers));
        Assert.Equal([1, 2, 3, 4, 5, null, null, null, null], batch.Answers().Select(answer => answer.Quintile));
    }

    private static PredictionBatch Batch(RoutedVersion? requested, params PredictInstance[] instances) => PredictionBatch.Route(
        new RoutingSnapshot { ModelId = Guid.Empty, Name = "m", Revision = 1, Production = Production, Shadows = [Shadow] },
        new PredictRequest { Model = "m", Instances = [.. instances] }, requested, Now);

    private static PredictInstance Instance(string entity, double a, double b) => new() { Entity = entity, Names = ["a", "b"], Values = [a, b] };

    private static RoutedVersion Version(int number) => new() { Number = number, Flavor = "sum", ArtifactDigest = "d", FeatureGraphHash = $"graph-{number}" };
}
