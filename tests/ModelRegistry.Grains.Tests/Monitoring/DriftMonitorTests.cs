using System.Text;
using System.Text.Json;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Core;
using ModelRegistry.Grains.Monitoring;

namespace ModelRegistry.Grains.Tests.Monitoring;

public sealed class DriftMonitorTests
{
    private const int Span = 35;

    [Fact]
    public async Task Run_RowsRead_AreHeldByTheLogUntilASnapshotHasThem()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, 2);
        var scanned = bench.Stores.Passed!.Positions;
        Assert.Equal(bench.Stores.Snapshot!.Cursor, scanned);
        bench.Log(2);
        await bench.LookAsync(trigger: "closed_day");
        bench.Log(2);
        await bench.LookAsync();
        Assert.True(bench.State.Cursor[1] > bench.Stores.Passed.PositionOf(1));

        await bench.LookAsync(trigger: "reminder");

        Assert.Equal(bench.State.Cursor, bench.Stores.Passed.Positions);
        Assert.Equal(bench.State.Cursor, bench.Stores.Snapshot.Cursor);
    }

    [Fact]
    public async Task Run_LogReadAgainFromZero_GivesTheSameCellsBitForBit()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, 12);
        await bench.LookAsync(trigger: "reminder");
        var expected = JsonSerializer.Serialize(bench.Stores.Snapshot!.Days, RegistryJson.Options);

        bench.Stores.Snapshot = null;
        bench.Restart();
        await bench.LookAsync(trigger: "reminder");

        Assert.Equal(expected, JsonSerializer.Serialize(bench.Stores.Snapshot!.Days, RegistryJson.Options));
    }

    [Fact]
    public async Task Run_RowsOfAVersionThatWasDeletedSince_CountAsBefore()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, 12);
        await bench.LookAsync(trigger: "reminder");
        var expected = JsonSerializer.Serialize(bench.Stores.Snapshot!.Days, RegistryJson.Options);

        bench.Model.View = bench.Model.View with { Versions = [], DeletedVersions = bench.Model.View.Versions, Production = null, FormerProduction = [] };
        bench.Restart();
        await bench.LookAsync(trigger: "reminder");
        Assert.Equal(expected, JsonSerializer.Serialize(bench.Stores.Snapshot!.Days, RegistryJson.Options));
        bench.Log(12, version: 1);
        await bench.LookAsync(trigger: "reminder");
        Assert.NotEqual(expected, JsonSerializer.Serialize(bench.Stores.Snapshot!.Days, RegistryJson.Options));
    }

    [Fact]
    public async Task Run_LaterDaySeen_ScansTheDayBefore()
    {
        var bench = await Bench.CreateAsync();
        Assert.Null(await bench.DayAsync(0));
        Assert.Empty(bench.Stores.Reports);
        await bench.CalmAsync(1, Span + 1);

        Assert.Equal(Span, bench.Stores.Reports.Count);
        Assert.All(bench.Stores.Reports.Take(Span - 1), r => Assert.Equal(DriftSeverity.NotEnoughData, r.Severity));
        var report = bench.Report(Span - 1);
        Assert.Equal((DriftSeverity.None, 5, 30, 1500L, 1), (report.Severity, report.Days, report.BaselineDays, report.Rows, report.Version));
        Assert.Equal(["score", "x", "y"], report.Features.Select(f => f.Feature).Order());
        Assert.All(report.Features, f => Assert.True(f.Calibrated));
        Assert.Equal(Bench.First.AddDays(Span - 1), bench.State.Real.ScannedThrough);
    }

    [Fact]
    public async Task Run_OnDemand_ClosesTheOpenDayAndNotTwice()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        Assert.NotNull(await bench.LookAsync(through: Span - 1));
        Assert.Equal(DriftSeverity.None, bench.Report(Span - 1).Severity);
        Assert.Null(await bench.LookAsync(through: Span - 1));
        await bench.DayAsync(Span);
        Assert.Equal(Span, bench.Stores.Reports.Count);
    }

    [Fact]
    public async Task Run_DriftOnTwoScans_FreezesAndAsksForRetrainingOnce()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        for (var day = Span; day < Span + 6; day++) await bench.DayAsync(day, spread: 4);

        Assert.Equal([$"freeze {Date(Span + 1)}", $"retrain {Date(Span + 1)}"], bench.Model.Done);
        var (first, second) = (bench.Report(Span), bench.Report(Span + 1));
        Assert.Equal((DriftSeverity.Severe, 1, "none"), (first.Severity, first.SevereInARow, first.Action));
        Assert.Equal((DriftSeverity.Severe, 2, "freeze"), (second.Severity, second.SevereInARow, second.Action));
        Assert.Equal(["x"], second.DriftedFeatures.AsEnumerable());
        Assert.Equal("wilder", second.Features.Single(f => f.Feature == "x").Direction);
        Assert.Contains("no earlier production version", second.Why, StringComparison.Ordinal);
        Assert.Equal(second.Id, bench.Model.View.Frozen?.ReportId);
        Assert.Equal(1, bench.Model.View.Production);
    }

    [Fact]
    public async Task Run_CalmAgain_ThawsAfterFiveScans()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        for (var day = Span; day < Span + 3; day++) await bench.DayAsync(day, spread: 4);
        Assert.NotNull(bench.Model.View.Frozen);
        for (var day = Span + 3; bench.Model.View.Frozen is not null && day < Span + 60; day++) await bench.DayAsync(day);

        var thaw = Assert.Single(bench.Stores.Reports, r => r.Action == "thaw");
        Assert.Equal($"thaw {thaw.AsOf:yyyy-MM-dd}", bench.Model.Done[^1]);
        var before = bench.Stores.Reports.Where(r => r.AsOf <= thaw.AsOf).TakeLast(6).ToList();
        Assert.Equal(DriftSeverity.Severe, before[0].Severity);
        Assert.All(before.Skip(1), r => Assert.NotEqual(DriftSeverity.Severe, r.Severity));
        Assert.Null(bench.State.Real.Episode);
    }

    [Fact]
    public async Task Run_WatermarkJumpsOverDays_ScansEachInOrder()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        bench.Log(Span + 2, spread: 4);
        bench.Log(Span, spread: 4);
        bench.Log(Span + 9, spread: 4);
        bench.Log(Span + 1, spread: 4);
        await bench.LookAsync();

        Assert.Equal(
            new[] { Span - 1, Span, Span + 1, Span + 2 }.Select(Date),
            bench.Stores.Reports.TakeLast(4).Select(r => $"{r.AsOf:yyyy-MM-dd}"));
        Assert.Equal([1, 2, 3], bench.Stores.Reports.TakeLast(3).Select(r => r.SevereInARow));
        Assert.Equal([$"freeze {Date(Span + 1)}", $"retrain {Date(Span + 1)}"], bench.Model.Done);
    }

    [Fact]
    public async Task Run_LateRows_AreCountedSaidAndNotScannedAgain()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span + 1);
        var reports = bench.Stores.Reports.Count;
        bench.Log(Span - 3, rows: 25);
        bench.Log(-500, rows: 3);
        await bench.LookAsync();
        Assert.Equal(reports, bench.Stores.Reports.Count);
        await bench.DayAsync(Span + 1);

        Assert.Contains("28 rows came late", bench.Report(Span).Why, StringComparison.Ordinal);
        Assert.Equal(1525, bench.Report(Span).Rows);
        Assert.Equal(0, bench.State.Real.LateRows);
        Assert.DoesNotContain(bench.Stores.Reports, r => r.AsOf.Year < 2015);
    }

    [Fact]
    public async Task Run_ShadowAndRequestedRows_CountForNothing()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        bench.Log(Span, spread: 9, role: TrafficRole.Shadow);
        bench.Log(Span + 5, spread: 9, role: TrafficRole.Requested);
        await bench.DayAsync(Span);
        await bench.DayAsync(Span + 1);
        Assert.Equal((DriftSeverity.None, 1500L), (bench.Report(Span).Severity, bench.Report(Span).Rows));
        Assert.Equal(Bench.First.AddDays(Span + 1), DateOnly.FromDateTime(bench.State.Watermark!.Value.UtcDateTime));
    }

    [Fact]
    public async Task Run_ChallengerWithOtherInputs_FeedsItsFeaturesByNameAndNotTheScore()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        bench.Model.Register(Bench.Version(2, null, inputs: ["y", "z"]));
        bench.Log(Span, role: TrafficRole.Production, rows: 150);
        bench.Log(Span, role: TrafficRole.Challenger, version: 2, score: 99, rows: 150);
        await bench.DayAsync(Span + 1);

        var report = bench.Report(Span);
        Assert.Equal((1350L, 1500L, 1350L), (Rows(report, "x"), Rows(report, "y"), Rows(report, "score")));
        Assert.Equal(0, report.Features.Single(f => f.Feature == "x").MissingRate);
    }

    [Fact]
    public async Task Run_DrillWithConstantScore_IsRolledBackOnTheFirstScanAndKeptApart()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span + 2);
        bench.Policy = bench.Policy with { ConfirmScans = 1 };
        bench.Model.Register(Bench.Version(2, await bench.ReferenceAsync(), drill: true));
        bench.Model.Promote(2);
        bench.Log(Span + 2, role: TrafficRole.Drill, score: 0.5);
        var id = await bench.LookAsync(through: Span + 2);

        var report = bench.Report(Span + 2, drill: true);
        Assert.Equal(id, report.Id);
        Assert.Equal((DriftSeverity.Severe, 2, "rollback", true), (report.Severity, report.Version, report.Action, report.Drill));
        Assert.Equal(["score"], report.DriftedFeatures.AsEnumerable());
        Assert.Contains("rolled back from version 2 to 1", report.Why, StringComparison.Ordinal);
        Assert.Equal([$"rollback {Date(Span + 2)}"], bench.Model.Done);
        Assert.Equal((1, null), (bench.Model.View.Production, bench.Model.View.Frozen));

        // The day goes on with real rows: they count, the drill's are out, and its severe scan is not one of theirs.
        await bench.CalmAsync(Span + 2, Span + 10);
        Assert.Equal((DriftSeverity.None, 1500L, 1), (bench.Report(Span + 2).Severity, bench.Report(Span + 2).Rows, bench.Report(Span + 2).Version));
        Assert.Equal(0, bench.State.Real.SevereInARow);
        Assert.Single(bench.Stores.Reports, r => r.Drill);
    }

    [Fact]
    public async Task Run_SameVersionDrilledAgain_IsRolledBackAgain()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span + 2);
        bench.Policy = bench.Policy with { ConfirmScans = 1 };
        bench.Model.Register(Bench.Version(2, await bench.ReferenceAsync(), drill: true));
        foreach (var day in new[] { Span + 2, Span + 4 })
        {
            bench.Model.Promote(2);
            bench.Log(day, role: TrafficRole.Drill, score: 0.5);
            await bench.LookAsync(through: day);
            Assert.Equal(1, bench.Model.View.Production);
        }

        Assert.Equal([$"rollback {Date(Span + 2)}", $"rollback {Date(Span + 4)}"], bench.Model.Done);
    }

    [Theory]
    [InlineData("{\"features\":null}")]
    [InlineData("no JSON")]
    [InlineData("null")]
    public async Task Run_ReferenceUnreadableAfterARestart_GoesOnWithTheFirstDays(string content)
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span + 2);
        bench.Log(Span + 2);
        await bench.LookAsync(through: Span + 2);
        bench.Stores.Spoil(bench.State.ReferenceDigest!, Encoding.UTF8.GetBytes(content));
        bench.Restart();
        await bench.CalmAsync(Span + 3, Span + 5);

        Assert.Equal(Bench.First.AddDays(Span + 3), bench.State.Real.ScannedThrough);
        Assert.All(bench.Report(Span + 3).Features, f => Assert.False(f.Calibrated));
    }

    [Fact]
    public async Task Run_EarlierVersionKnowsTheNewWorld_RollsBackToIt()
    {
        var bench = await Bench.CreateAsync();
        bench.Model.Register(Bench.Version(2, await bench.ReferenceAsync(spread: 4)));
        bench.Model.View = bench.Model.View with { FormerProduction = [2] };
        bench.Policy = bench.Policy with { ConfirmScans = 4 };
        await bench.CalmAsync(0, Span);
        for (var day = Span; day < Span + 6; day++) await bench.DayAsync(day, spread: 4);

        var report = Assert.Single(bench.Stores.Reports, r => r.Action == "rollback");
        Assert.Contains("version 2 fits the window better", report.Why, StringComparison.Ordinal);
        Assert.Equal(2, bench.Model.View.Production);
        Assert.Equal(2, bench.State.ReferenceVersion);
        Assert.Null(bench.Model.View.Frozen);
    }

    [Fact]
    public async Task Run_NewVersionInProduction_CountsTheDaysAgainInItsBins()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span + 1);
        bench.Model.Register(Bench.Version(2, await bench.ReferenceAsync(spread: 2)));
        bench.Model.Promote(2);
        await bench.DayAsync(Span + 1);
        await bench.DayAsync(Span + 2);

        var report = bench.Report(Span + 1);
        Assert.Equal((2, 5, 30, DriftSeverity.None), (report.Version, report.Days, report.BaselineDays, report.Features.Single(f => f.Feature == "x").Severity));
        Assert.True(report.Features.Single(f => f.Feature == "x").LargestBin > 0.015, "the bins are those of a wider reference");
        Assert.Equal(DriftSeverity.NotEnoughData, report.Features.Single(f => f.Feature == "score").Severity);
    }

    [Fact]
    public async Task Run_VersionWithoutReference_IsWatchedUncalibratedByItsFirstDays()
    {
        var bench = await (await Bench.CreateAsync(withReference: false)).CalmAsync(0, FirstDays.Wanted);
        Assert.Empty(bench.Stores.Reports[^1].Features);
        Assert.Contains("no reference profile", bench.Stores.Reports[^1].Why, StringComparison.Ordinal);
        await bench.CalmAsync(FirstDays.Wanted, Span + 1);
        for (var day = Span + 1; day < Span + 5; day++) await bench.DayAsync(day, spread: 4);

        var calm = bench.Report(Span - 1);
        Assert.Equal(DriftSeverity.None, calm.Severity);
        Assert.All(calm.Features, f => Assert.Equal((false, 0.20, 0.25), (f.Calibrated, f.ModerateThreshold, f.SevereThreshold)));
        Assert.Equal(DriftSeverity.Severe, bench.Report(Span + 3).Severity);

        // No version names that reference: the monitor itself keeps it, also one that was saved by a program that kept none.
        var kept = Assert.Single(bench.Stores.Pins);
        Assert.Equal(bench.Stores.Snapshot!.ReferenceDigest, kept.Value);
        bench.Stores.Pins.Clear();
        bench.Restart();
        await bench.DayAsync(Span + 5, spread: 1);
        Assert.Equal(kept, Assert.Single(bench.Stores.Pins));
    }

    [Fact]
    public async Task Run_DiesBetweenReportAndAction_RepeatsTheSameReportAndActsOnce()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        await bench.DayAsync(Span, spread: 4);
        await bench.DayAsync(Span + 1, spread: 4);
        bench.Stores.DieAfterReport = r => r.Action == "pending freeze";
        bench.Log(Span + 2, spread: 4);
        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.LookAsync());
        Assert.Empty(bench.Model.Done);
        var stored = bench.Report(Span + 1);

        bench.Stores.DieAfterReport = _ => false;
        bench.Restart();
        await bench.LookAsync();
        Assert.Equal([$"freeze {Date(Span + 1)}", $"retrain {Date(Span + 1)}"], bench.Model.Done);
        Assert.Equal((stored.Id, stored.At, "freeze"), (bench.Report(Span + 1).Id, bench.Report(Span + 1).At, bench.Report(Span + 1).Action));
    }

    [Fact]
    public async Task Run_DiesAfterTheActionBeforeItIsNoted_DoesNotActTwice()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        await bench.DayAsync(Span, spread: 4);
        await bench.DayAsync(Span + 1, spread: 4);
        bench.Stores.DieAfterReport = r => r.Action == "freeze";
        bench.Log(Span + 2, spread: 4);
        await Assert.ThrowsAsync<OperationCanceledException>(() => bench.LookAsync());
        Assert.NotNull(bench.Stores.Snapshot?.Pending);

        bench.Stores.DieAfterReport = _ => false;
        bench.Restart();
        await bench.LookAsync();
        Assert.Equal(2, bench.Model.Done.Count);
        Assert.Equal(4, bench.Model.Calls);
        Assert.Null(bench.State.Pending);
    }

    [Fact]
    public async Task Run_RegistryUnavailable_KeepsTheActionAndRepeatsIt()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        bench.Model.Unavailable.Add("retrain");
        for (var day = Span; day < Span + 4; day++) await bench.DayAsync(day, spread: 4);
        Assert.Equal([$"freeze {Date(Span + 1)}"], bench.Model.Done);
        Assert.Equal(("pending freeze", Bench.First.AddDays(Span + 1)), (bench.Report(Span + 1).Action, bench.State.Real.ScannedThrough));

        bench.Model.Unavailable.Clear();
        await bench.LookAsync();
        Assert.Equal([$"freeze {Date(Span + 1)}", $"retrain {Date(Span + 1)}"], bench.Model.Done);
        Assert.Equal(Bench.First.AddDays(Span + 2), bench.State.Real.ScannedThrough);
    }

    [Fact]
    public async Task Run_AnotherActivation_CountsNoRowTwice()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span - 1);
        for (var day = Span - 1; day < Span + 3; day++)
        {
            bench.Log(day, rows: 100, writer: 1);
            await bench.LookAsync();
            bench.Restart();
            bench.Log(day, rows: 200, writer: 2);
            await bench.LookAsync();
            bench.Restart();
        }

        Assert.All(bench.Stores.Reports.TakeLast(3), r => Assert.Equal(1500, r.Rows));
    }

    [Fact]
    public async Task Run_SnapshotDeleted_IsRebuiltEqual()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span + 20);
        for (var day = Span + 20; day < Span + 25; day++) await bench.DayAsync(day, spread: 4);
        await bench.DayAsync(Span + 25);
        var (before, saved, done) = (bench.Stores.Snapshot!, bench.Stores.ReportsSaved, bench.Model.Done.Count);

        bench.Stores.Snapshot = null;
        bench.Restart();
        await bench.LookAsync();
        var after = bench.Stores.Snapshot!;
        Assert.Equal(before.Real, after.Real);
        Assert.Equal((before.Watermark, before.ReferenceVersion, before.ReferenceDigest), (after.Watermark, after.ReferenceVersion, after.ReferenceDigest));
        Assert.Equal(before.Cursor.Order(), after.Cursor.Order());
        Assert.Equal(before.Days.Select(Text), after.Days.Select(Text));
        Assert.Equal((saved, done), (bench.Stores.ReportsSaved, bench.Model.Done.Count));
    }

    [Fact]
    public async Task Run_NoModel_DoesNothing()
    {
        var bench = await Bench.CreateAsync();
        bench.Model.View = bench.Model.View with { Production = null };
        bench.Log(0, version: 1);
        bench.Log(1, version: 1);
        Assert.Null(await bench.LookAsync());
        Assert.Empty(bench.Stores.Reports);
    }

    [Fact]
    public async Task Run_FeaturesThatAreNotNumbers_CountAsMissing()
    {
        var bench = await (await Bench.CreateAsync()).CalmAsync(0, Span);
        var rows = Traffic.Of(Bench.ModelId, 5, Span, version: 1);
        bench.Stores.Append(1, rows.Select((row, i) => i < 100 ? row with { Features = [float.NaN, float.PositiveInfinity] } : row));
        await bench.DayAsync(Span + 1);
        Assert.All(bench.Report(Span).Features.Where(f => f.Feature != "score"), f => Assert.Equal(100.0 / 1500, f.MissingRate, 12));
    }

    private static long Rows(DriftReport report, string feature) => report.Features.Single(f => f.Feature == feature).Rows;

    private static string Date(int day) => $"{Bench.First.AddDays(day):yyyy-MM-dd}";

    private static string Text(SavedDay day) =>
        $"{day.Drill} {day.Day:O} {string.Join(' ', day.Cells.Select(c => $"{string.Join(',', c.Counts)}/{c.Missing}/{c.Mean:R}/{c.M2:R}"))}";
}
