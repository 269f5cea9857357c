using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Serving;

namespace ModelRegistry.Core.Tests.Serving;

public sealed class RouterTests
{
    private static readonly DateTimeOffset Start = new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2017, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Test = Guid.Parse("01890000-0000-7000-8000-000000000001");

    [Fact]
    public void Route_NothingInProduction_IsNull() =>
        Assert.Null(Router.Route(Snapshot() with { Production = null }, "AAPL|1", Start));

    [Fact]
    public void Route_NoTest_IsProduction() =>
        Assert.Equal(new Route(Version(1), TrafficRole.Production), Router.Route(Snapshot() with { Experiment = null }, "AAPL|1", Start));

    [Fact]
    public void Route_DrillInProduction_IsLoggedAsDrill() =>
        Assert.Equal(
            TrafficRole.Drill,
            Router.Route(Snapshot() with { Production = Version(7) with { Drill = true } }, "AAPL|1", Start)?.Role);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(365, true)]
    [InlineData(366, false)]
    public void Route_AsOfWindow_IsHalfOpen(int day, bool inTest) =>
        Assert.Equal(inTest ? Test : null, Router.Route(Snapshot(), "AAPL|1", Start.AddDays(day))?.ExperimentId);

    [Fact]
    public void Route_ChampionReplacedUnderTheTest_IsProductionAlone() =>
        Assert.Equal(new Route(Version(3), TrafficRole.Production), Router.Route(Snapshot() with { Production = Version(3) }, "AAPL|1", Start));

    [Fact]
    public void Route_RunningTest_FollowsTheBucketTable()
    {
        var snapshot = Snapshot();
        var challengers = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var unit = $"unit-{i}";
            var arm = snapshot.Experiment!.Buckets[Assignment.BucketOf("seed", unit)];
            var expected = arm is 0
                ? new Route(Version(1), TrafficRole.Production, "champion", Test)
                : new Route(Version(2), TrafficRole.Challenger, "challenger", Test);
            Assert.Equal(expected, Router.Route(snapshot, unit, Start));
            challengers += arm;
        }

        Assert.InRange(challengers, 240, 360);
    }

    private static RoutingSnapshot Snapshot() => new()
    {
        ModelId = Guid.Parse("01890000-0000-7000-8000-000000000002"),
        Name = "ranking",
        Revision = 5,
        Production = Version(1),
        Experiment = new ExperimentRoute
        {
            ExperimentId = Test,
            Seed = "seed",
            AsOfFrom = Start,
            AsOfTo = End,
            Buckets = BucketTable.Create([0.7, 0.3]),
            Variants =
            [
                new RoutedVariant { Name = "champion", Version = Version(1) },
                new RoutedVariant { Name = "challenger", Version = Version(2) },
            ],
        },
    };

    private static RoutedVersion Version(int number) => new() { Number = number, Flavor = "xgboost-ensemble", ArtifactDigest = new string('a', 64) };
}
