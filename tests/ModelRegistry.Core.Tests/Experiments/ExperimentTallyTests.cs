using System.Text.Json;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Core.Experiments;
using static ModelRegistry.Core.Tests.Experiments.Plans;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class ExperimentTallyTests
{
    [Fact]
    public void Add_DayStillOpen_CountsNothingYet()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(0, "A", 0, 1));
        tally.Add(Outcome(0, "B", 1, 2));
        Assert.Equal(2, tally.OpenUnits);
        Assert.Null(tally.Closed.CountedThrough);
        Assert.Equal([0, 0], tally.Closed.Units.ToArray());
    }

    [Fact]
    public void Add_LaterDay_ClosesTheOpenOne()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(0, "A", 0, 1));
        tally.Add(Outcome(0, "B", 1, 2));
        tally.Add(Outcome(3, "A", 0, 5));
        Assert.Equal(new DateOnly(2016, 1, 4), tally.Closed.CountedThrough);
        Assert.Equal([1, 1], tally.Closed.Units.ToArray());
        Assert.Equal([new SampleMoments(1, 1, 0), new SampleMoments(1, 2, 0)], tally.Closed.Metrics[0].Arms.ToArray());
        Assert.Equal(1, tally.OpenUnits);
    }

    [Fact]
    public void Add_ClosedDay_IsLateAndNotCounted()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(1, "A", 0, 1));
        tally.Add(Outcome(0, "A", 0, 7));
        tally.CloseAll();
        tally.Add(Outcome(1, "B", 1, 9));
        Assert.Equal(2, tally.Closed.Late);
        Assert.Equal([1, 0], tally.Closed.Units.ToArray());
        Assert.Equal(0, tally.OpenUnits);
    }

    [Fact]
    public void Add_WithinTheAllowedLateness_IsCountedOnItsDay()
    {
        var tally = Tally(Plan() with { LatenessDays = 2 });
        tally.Add(Outcome(2, "A", 0, 1));
        tally.Add(Outcome(0, "B", 1, 1));
        Assert.Null(tally.Closed.CountedThrough);
        tally.Add(Outcome(3, "A", 0, 1));
        Assert.Equal(new DateOnly(2016, 1, 4), tally.Closed.CountedThrough);
        tally.Add(Outcome(0, "C", 1, 1));
        tally.Add(Outcome(1, "C", 1, 1));
        tally.CloseAll();
        Assert.Equal((1L, 4L), (tally.Closed.Late, tally.Closed.Units.Sum()));
    }

    [Fact]
    public void Add_RepeatedUnitOnALaterDay_ClosesTheEarlierDayAfterRestoringToo()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(0, "A", 0, 1) with { Unit = "customer-7" });
        tally.Add(Outcome(5, "A", 0, 1) with { Unit = "customer-7" });
        var restored = Tally(Plan(), tally.Keep());
        foreach (var each in new[] { tally, restored })
        {
            each.Add(Outcome(3, "B", 0, 1));
            Assert.Equal((1L, 1L), (each.Closed.Late, each.Closed.Repeated));
        }
    }

    [Fact]
    public void Add_UnitAgainOnItsDay_CountsTheFirst()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(0, "A", 0, 1));
        tally.Add(Outcome(0, "A", 0, 99));
        tally.CloseAll();
        Assert.Equal(1, tally.Closed.Repeated);
        Assert.Equal(new SampleMoments(1, 1, 0), tally.Closed.Metrics[0].Arms[0]);
    }

    [Fact]
    public void Add_UnitWithoutTimeInItsName_CountsOnceOverAllDays()
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(0, "A", 0, 1) with { Unit = "customer-7" });
        tally.CloseAll();
        var restored = Tally(Plan(), tally.Keep());
        restored.Add(Outcome(1, "A", 0, 3) with { Unit = "customer-7" });
        restored.Add(Outcome(1, "A", 0, 3) with { Unit = "customer-8" });
        restored.CloseAll();
        Assert.Equal(1, restored.Closed.Repeated);
        Assert.Equal(2, restored.Closed.Units[0]);
        Assert.Equal(16, Convert.FromBase64String(restored.Keep().Seen).Length);
    }

    [Fact]
    public void Keep_UnitsBoundToTheirTime_KeepsNoneOfThem()
    {
        var tally = Tally(Plan());
        foreach (var form in new[] { "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ", "O" })
        {
            var outcome = Outcome(0, form, 0, 1);
            tally.Add(outcome with { Unit = $"{form}|{outcome.AsOf.UtcDateTime.ToString(form, null)}" });
        }

        tally.CloseAll();
        Assert.Equal(3, tally.Closed.Units[0]);
        Assert.Empty(tally.Keep().Seen);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    public void Add_NotFinite_IsInvalidAndNotCounted(double value, double score)
    {
        var tally = Tally(Plan());
        tally.Add(Outcome(0, "A", 0, value, score));
        Assert.Equal(1, tally.Closed.Invalid);
        Assert.Equal(0, tally.OpenUnits);
    }

    [Fact]
    public void Add_UnknownArm_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tally(Plan()).Add(Outcome(0, "A", 2, 1)));

    [Fact]
    public void Close_OrderWithinTheDay_ChangesNoBit()
    {
        var random = new Random(5);
        var day = Enumerable.Range(0, 200).Select(i => Outcome(0, $"E{i:000}", i % 2, random.NextDouble(), random.NextDouble() - 0.5)).ToArray();
        var expected = Closed(day);
        random.Shuffle(day);
        Assert.Equal(expected, Closed(day));
    }

    [Fact]
    public void Restore_AtAnyPoint_EndsInTheSameBits()
    {
        var outcomes = Year();
        var plan = Plan(MetricSource.RankHit) with { BlockDays = 5, LatenessDays = 2 };
        var whole = Tally(plan);
        foreach (var outcome in outcomes)
            whole.Add(outcome);

        foreach (var cut in new[] { 0, 1, 37, 500, outcomes.Length })
        {
            var first = Tally(plan);
            foreach (var outcome in outcomes.Take(cut))
                first.Add(outcome);
            var kept = JsonSerializer.Deserialize<TallyState>(JsonSerializer.Serialize(first.Keep(), RegistryJson.Options), RegistryJson.Options);
            var second = Tally(plan, kept);
            foreach (var outcome in outcomes.Skip(cut))
                second.Add(outcome);
            Assert.Equal(Text(whole), Text(second));
        }
    }

    [Fact]
    public void Close_BlockDays_MakesBlocksOfThatManyDays()
    {
        var tally = Tally(Plan() with { BlockDays = 2 });
        for (var day = 0; day < 5; day++)
        {
            tally.Add(Outcome(day, "A", 0, day));
            tally.Add(Outcome(day, "B", 1, day + (day % 2)));
        }

        tally.CloseAll();
        Assert.Equal([new BlockComparison(1, 0.5), new BlockComparison(1, 0.5)], tally.Closed.Metrics[0].Blocks.ToArray());
        Assert.Equal(1, tally.Closed.DaysInBlock);
    }

    [Fact]
    public void Close_AllUnitsInOneArm_AlarmsAndStaysAlarmed()
    {
        var tally = Tally(Plan());
        for (var i = 0; i < 60; i++)
            tally.Add(Outcome(0, $"A{i}", 0, 1));
        tally.CloseAll();
        var alarmed = tally.Closed.SampleRatioPValue;
        Assert.True(alarmed < SampleRatio.Alarm);

        for (var i = 0; i < 60; i++)
            tally.Add(Outcome(1, $"A{i}", 1, 1));
        tally.CloseAll();
        Assert.Equal(alarmed, tally.Closed.SampleRatioPValue);
    }

    private static string Closed(UnitOutcome[] day)
    {
        var tally = Tally(Plan(MetricSource.ExcessOverMedian));
        foreach (var outcome in day)
            tally.Add(outcome);
        tally.CloseAll();
        return Text(tally);
    }

    private static UnitOutcome[] Year()
    {
        var random = new Random(3);
        return
        [
            .. from day in Enumerable.Range(0, 40)
               from entity in Enumerable.Range(0, 25)
               select Outcome(day, $"E{entity:00}", random.Next(2), random.NextDouble() - 0.5, random.NextDouble() - 0.5),
        ];
    }

    private static string Text(ExperimentTally tally) => JsonSerializer.Serialize(tally.Keep(), RegistryJson.Options);
}
