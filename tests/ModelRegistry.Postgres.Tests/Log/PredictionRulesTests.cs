using ModelRegistry.Contracts.Serving;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Postgres.Tests.Log;

public sealed class PredictionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 23, 59, 59, TimeSpan.Zero);
    private static readonly PredictionRow Valid = new()
    {
        PredictionId = Guid.CreateVersion7(Now),
        ModelId = Guid.CreateVersion7(Now),
        Version = 1,
        Role = TrafficRole.Production,
        Entity = "AAPL",
        AsOf = Now,
        Unit = "AAPL|2026-05-04",
        Score = 0.5,
        Features = [1, float.NaN],
    };

    private readonly PredictionRules _rules = new(maxFeatures: 4, daysAhead: 7, new SetClock(Now));

    public static TheoryData<string, PredictionRow> Broken { get; } = new()
    {
        { "predictionId", Valid with { PredictionId = Guid.Empty } },
        { "predictionId", Valid with { PredictionId = new Guid("f47ac10b-58cc-4372-a567-0e02b2c3d479") } },
        { "predictionId", Valid with { PredictionId = new Guid("ffffffff-ffff-7fff-bfff-ffffffffffff") } },
        { "predictionId", Valid with { PredictionId = Guid.CreateVersion7(Now.AddDays(-2)) } },
        { "predictionId", Valid with { PredictionId = Guid.CreateVersion7(Now.AddDays(8)) } },
        { "modelId", Valid with { ModelId = Guid.Empty } },
        { "version", Valid with { Version = 0 } },
        { "role", Valid with { Role = (TrafficRole)17 } },
        { "asOf", Valid with { AsOf = DateTimeOffset.MinValue } },
        { "asOf", Valid with { AsOf = DateTimeOffset.MaxValue } },
        { "entity", Valid with { Entity = null! } },
        { "entity", Valid with { Entity = new string('x', 513) } },
        { "entity", Valid with { Entity = "A\0B" } },
        { "unit", Valid with { Unit = "half \uD83D" } },
        { "unit", Valid with { Unit = "\uDE00 half" } },
        { "unit", Valid with { Unit = "\uD83Dx\uDE00" } },
        { "variant", Valid with { Variant = "\0" } },
        { "score", Valid with { Score = double.NaN } },
        { "score", Valid with { Score = double.NegativeInfinity } },
        { "features", Valid with { Features = null! } },
        { "features", Valid with { Features = new float[5] } },
        { "features[1]", Valid with { Features = [0, float.PositiveInfinity] } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_BrokenRow_NamesThePlaceAndTheField(string field, PredictionRow row)
    {
        var refusal = Assert.Throws<InvalidLogRowException>(() => _rules.Check([Valid, row]));

        Assert.Equal((1, field), (refusal.Index, refusal.Field));
    }

    [Fact]
    public void Check_RowsAtTheBounds_Pass() => _rules.Check([
        Valid,
        Valid with { Entity = "", Unit = new string('株', 512), Variant = "😀😀", Features = [] },
        Valid with { PredictionId = Guid.CreateVersion7(Now.AddDays(-1)), AsOf = LogTime.Earliest },
        Valid with { PredictionId = Guid.CreateVersion7(Now.AddDays(7)), AsOf = LogTime.Latest, Score = double.MinValue, Features = new float[4] },
    ]);

    [Fact]
    public void DayOf_EveryHourOfTheClock_IsItsUtcDay()
    {
        for (var at = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero); at.Year < 2400; at = at.AddHours(1009))
            Assert.Equal(DateOnly.FromDateTime(at.UtcDateTime), LogTime.DayOf(Guid.CreateVersion7(at)));
    }
}
