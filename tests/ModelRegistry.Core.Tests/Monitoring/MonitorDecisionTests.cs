using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class MonitorDecisionTests
{
    private static readonly Guid Episode = DerivedId.Of("episode");

    [Fact]
    public void Decide_FirstSevereScan_WaitsForTheSecond()
    {
        var action = Decide(new ScanStreak(), DriftSeverity.Severe);
        Assert.Equal(MonitorActionKind.None, action.Kind);
        Assert.Contains("1 of the 2", action.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_SecondSevereScanWithoutEarlierVersion_FreezesAndSaysWhy()
    {
        var action = Decide(new ScanStreak { SevereInARow = 1 }, DriftSeverity.Severe);
        Assert.Equal(MonitorActionKind.FreezeAndRetrain, action.Kind);
        Assert.Contains("no earlier production version", action.Why, StringComparison.Ordinal);
        Assert.Contains("x", action.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_EarlierVersionFitsBetter_RollsBackToTheNewestThatDoes()
    {
        var action = Decide(new ScanStreak { SevereInARow = 1 }, DriftSeverity.Severe, [Fit(3, 2.0), Fit(2, 1.9), Fit(1, 0.5)], former: [1, 2]);
        Assert.Equal((MonitorActionKind.RollBack, 1, 3), (action.Kind, action.To, action.From));
        Assert.Contains("version 1: features 0.50", action.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_NoEarlierVersionFitsBetter_FreezesWithTheFigures()
    {
        var action = Decide(new ScanStreak { SevereInARow = 1 }, DriftSeverity.Severe, [Fit(3, 2.0), Fit(2, 2.5)], former: [2]);
        Assert.Equal(MonitorActionKind.FreezeAndRetrain, action.Kind);
        Assert.Contains("version 2: features 2.50", action.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_CandidateWithoutScores_IsComparedByFeaturesAlone()
    {
        var present = Fit(3, 1.0) with { Scores = 9 };
        var action = Decide(new ScanStreak { SevereInARow = 1 }, DriftSeverity.Severe, [present, Fit(2, 1.0)], former: [2]);
        Assert.Equal(MonitorActionKind.FreezeAndRetrain, action.Kind);
        action = Decide(new ScanStreak { SevereInARow = 1 }, DriftSeverity.Severe, [present, Fit(2, 1.0) with { Scores = 0.2 }], former: [2]);
        Assert.Equal(MonitorActionKind.RollBack, action.Kind);
    }

    [Fact]
    public void Decide_FormerVersionWasADrill_IsNoCandidate()
    {
        var view = View([2], frozen: null) with { Versions = [Version(2) with { Drill = true }, Version(3)] };
        Assert.Empty(MonitorDecision.Candidates(view, 3));
        Assert.Equal([1, 2], MonitorDecision.Candidates(View([2, 1, 3, 2, 1], null), 3));
    }

    [Theory]
    [InlineData(DriftAction.Notify, MonitorActionKind.None)]
    [InlineData(DriftAction.FreezeAndRetrain, MonitorActionKind.FreezeAndRetrain)]
    [InlineData(DriftAction.RollBack, MonitorActionKind.RollBack)]
    public void Decide_ConfirmedDrift_DoesWhatThePolicySays(DriftAction policy, MonitorActionKind kind)
    {
        var action = Decide(new ScanStreak { SevereInARow = 1 }, DriftSeverity.Severe, [Fit(3, 2), Fit(2, 1)], [2], new MonitorPolicy { Action = policy });
        Assert.Equal(kind, action.Kind);
    }

    [Fact]
    public void Decide_SameEpisode_ActsOnlyOnce()
    {
        var action = Decide(new ScanStreak { SevereInARow = 7, Episode = Episode }, DriftSeverity.Severe);
        Assert.Equal(MonitorActionKind.None, action.Kind);
        Assert.Contains(Episode.ToString("D"), action.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_VersionNoLongerInProduction_DoesNotRollBack()
    {
        var view = View([2], null) with { Production = 4 };
        var report = Report(DriftSeverity.Severe);
        var streak = new ScanStreak { SevereInARow = 2 };
        Assert.False(MonitorDecision.NeedsFits(streak, report, new MonitorPolicy(), view));
        Assert.Equal(MonitorActionKind.FreezeAndRetrain, MonitorDecision.Decide(streak, report, new MonitorPolicy(), view, []).Kind);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Decide_CalmScansAfterAFreeze_ThawAtTheBound(int before, bool thaws)
    {
        var frozen = new FreezeView { Reason = "drift", ReportId = Episode, AsOf = Cells.Start };
        var action = Decide(new ScanStreak { CalmInARow = before, Episode = Episode }, DriftSeverity.Moderate, frozen: frozen);
        Assert.Equal(thaws ? MonitorActionKind.Thaw : MonitorActionKind.None, action.Kind);
        Assert.Equal(thaws, action.EndsEpisode);
    }

    [Fact]
    public void Decide_FreezeOfSomebodyElse_IsNotLifted()
    {
        var frozen = new FreezeView { Reason = "by hand", ReportId = DerivedId.Of("another"), AsOf = Cells.Start };
        var action = Decide(new ScanStreak { CalmInARow = 9, Episode = Episode }, DriftSeverity.None, frozen: frozen);
        Assert.Equal((MonitorActionKind.None, true), (action.Kind, action.EndsEpisode));
    }

    [Fact]
    public void Count_NotEnoughData_ChangesNoStreak()
    {
        var streak = new ScanStreak { SevereInARow = 1 };
        Assert.Equal(streak, streak.Count(DriftSeverity.NotEnoughData));
        Assert.Equal(2, streak.Count(DriftSeverity.Severe).SevereInARow);
        Assert.Equal((0, 1), (streak.Count(DriftSeverity.Moderate).SevereInARow, streak.Count(DriftSeverity.None).CalmInARow));
    }

    [Fact]
    public void Of_SameParts_IsTheSameIdAndOtherwiseNot()
    {
        Assert.Equal(DerivedId.Of("a", "bc"), DerivedId.Of("a", "bc"));
        Assert.NotEqual(DerivedId.Of("a", "bc"), DerivedId.Of("ab", "c"));
        Assert.Equal(8, DerivedId.Of("a").Version);
    }

    private static MonitorAction Decide(
        ScanStreak before,
        DriftSeverity severity,
        VersionFit[]? fits = null,
        int[]? former = null,
        MonitorPolicy? policy = null,
        FreezeView? frozen = null)
    {
        var streak = before.Count(severity);
        return MonitorDecision.Decide(streak, Report(severity) with { SevereInARow = streak.SevereInARow }, policy ?? new MonitorPolicy(), View(former ?? [], frozen), fits ?? []);
    }

    private static VersionFit Fit(int version, double features) => new() { Version = version, Features = features, Worst = "x" };

    private static DriftReport Report(DriftSeverity severity) => new()
    {
        Id = DerivedId.Of("report"),
        ModelId = DerivedId.Of("model"),
        Version = 3,
        AsOf = Cells.Start,
        At = Cells.Start,
        Severity = severity,
        DriftedFeatures = severity == DriftSeverity.Severe ? ["x"] : [],
        Rows = 1000,
        Days = 5,
        BaselineDays = 30,
    };

    private static ModelView View(int[] former, FreezeView? frozen) => new()
    {
        Id = DerivedId.Of("model"),
        Name = "m",
        Lifecycle = LifecycleProfile.Governed,
        Revision = 1,
        Production = 3,
        Frozen = frozen,
        FormerProduction = [.. former],
        Versions = [Version(1), Version(2), Version(3)],
    };

    private static VersionView Version(int number) => new()
    {
        Number = number,
        SemanticVersion = "1.0.0",
        Stage = number == 3 ? Stage.Production : Stage.Archived,
        Flavor = "constant",
        ArtifactDigest = new string('0', 64),
        CreatedBy = "somebody",
        CreatedAt = Cells.Start,
    };
}
