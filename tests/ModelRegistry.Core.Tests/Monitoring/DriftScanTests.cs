using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class DriftScanTests
{
    private static readonly ReferenceProfile Reference =
        Calibrator.Calibrate(new TrainingProfile { Features = [Cells.Profile("x", Days(1, 200))] });

    [Fact]
    public void Judge_SameDistribution_IsNoneWithAllFigures()
    {
        var judgement = Judge(Days(2, 5), Days(3, 30));
        var feature = Assert.Single(judgement.Features);
        Assert.Equal((DriftSeverity.None, DriftSeverity.None), (judgement.Severity, feature.Severity));
        Assert.Equal((1000L, 5, 30, 1.0), (judgement.Rows, judgement.Days, judgement.BaselineDays, judgement.Confidence));
        Assert.Equal((Reference.Features[0].Moderate, 0.25, true, ""), (feature.ModerateThreshold, feature.SevereThreshold, feature.Calibrated, feature.Direction));
        Assert.InRange(feature.Psi!.Value, 0.02, 0.2);
        Assert.InRange(feature.LargestBin, 0.01, 0.03);
        Assert.Equal(feature.Psi.Value / 0.25, judgement.DriftScore, 12);
        Assert.NotNull(feature.Ks);
        Assert.NotNull(feature.Js);
        Assert.NotNull(feature.Wasserstein);
    }

    [Theory]
    [InlineData(0, 2.0, "wilder")]
    [InlineData(0, 0.4, "calmer")]
    [InlineData(1.5, 1.0, "higher")]
    [InlineData(-1.5, 1.0, "lower")]
    public void Judge_MovedDistribution_IsSevereWithDirection(double shift, double scale, string direction)
    {
        var judgement = Judge([.. Days(4, 5).Select(d => d.Select(v => shift + (v * scale)).ToArray())], Days(5, 30));
        Assert.Equal(DriftSeverity.Severe, judgement.Severity);
        Assert.Equal("x", Assert.Single(judgement.DriftedFeatures));
        Assert.True(judgement.DriftScore >= 1);
        Assert.Equal(direction, judgement.Features[0].Direction);
        Assert.Contains(direction, DriftScan.Describe(judgement), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 30, 200)]
    [InlineData(5, 29, 200)]
    [InlineData(5, 30, 39)]
    [InlineData(0, 0, 200)]
    public void Judge_TooFewDaysOrRows_SaysNotEnoughDataAndNoFigure(int window, int baseline, int rows)
    {
        var judgement = Judge(Wild(6, window, rows), Days(7, baseline));
        Assert.Equal(DriftSeverity.NotEnoughData, judgement.Severity);
        Assert.Equal((0.0, 0), (judgement.DriftScore, judgement.DriftedFeatures.Length));
        var feature = judgement.Features[0];
        Assert.Equal((null, null, null, null, null), (feature.Psi, feature.Ks, feature.MeanShift, feature.VarianceRatio, feature.Wasserstein));
        Assert.StartsWith("not enough data", feature.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_FewRowsInManyBins_IsNotEvidenceEvenAboveTheLeastRows()
    {
        var policy = new MonitorPolicy { MinRows = 50 };
        var judgement = Judge(Days(8, 5, 20), Days(9, 30, 20), policy);
        Assert.Equal(DriftSeverity.NotEnoughData, judgement.Severity);
        Assert.Contains("by chance", judgement.Features[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_HalfOfTheRowsMissingToday_IsSevereByMissingValues()
    {
        double[][] window = [.. Days(10, 5).Select(d => d.Select((v, i) => i % 2 == 0 ? double.NaN : v).ToArray())];
        var feature = Judge(window, Days(11, 30)).Features[0];
        Assert.Equal((DriftSeverity.Severe, 0.5), (feature.Severity, feature.MissingRate));
        Assert.Contains("missing values rose from 0 % to 50 %", feature.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_FeedThatWentSilent_IsSevereWithoutAPsi()
    {
        double[][] window = [.. Enumerable.Repeat(Enumerable.Repeat(double.NaN, 200).ToArray(), 5)];
        var judgement = Judge(window, Days(12, 30));
        Assert.Equal(DriftSeverity.Severe, judgement.Severity);
        Assert.Null(judgement.Features[0].Psi);
        Assert.Equal(1, judgement.DriftScore);
    }

    [Fact]
    public void Judge_OtherWindowsThanCalibrated_UsesDecilesAndSaysSo()
    {
        var policy = new MonitorPolicy { WindowDays = 3 };
        var feature = Judge(Days(13, 3), Days(14, 30), policy).Features[0];
        Assert.False(feature.Calibrated);
        Assert.Equal(DriftSeverity.None, feature.Severity);
        Assert.InRange(feature.Psi!.Value, 0, 0.09);
    }

    [Fact]
    public void Judge_PolicyAboveTheCalibration_RaisesTheThresholds()
    {
        var feature = Judge(Days(15, 5), Days(16, 30), new MonitorPolicy { Moderate = 0.5, Severe = 0.9 }).Features[0];
        Assert.Equal((0.5, 0.9), (feature.ModerateThreshold, feature.SevereThreshold));
    }

    [Fact]
    public void Judge_HalfTheUsualRowsADay_IsNotJudged()
    {
        var judgement = Judge(Days(17, 5, 90), Days(18, 30), new MonitorPolicy());
        Assert.Equal(DriftSeverity.NotEnoughData, judgement.Severity);
        Assert.Contains("90 rows a day where 200 are usual", judgement.Features[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SharedValueWithoutCalibration_IsNotJudged()
    {
        var shared = Reference with { Features = [Reference.Features[0] with { Shared = true, Calibrated = false }] };
        var judgement = DriftScan.Judge(shared, [Window(Days(19, 5), Days(20, 30))], new MonitorPolicy());
        Assert.Equal(DriftSeverity.NotEnoughData, judgement.Severity);
        Assert.Contains("one value a day", judgement.Features[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_RankedFeature_IsMeasuredAndSaidToBeRanked()
    {
        var ranked = Reference with { Features = [Reference.Features[0] with { Ranked = true }] };
        var feature = DriftScan.Judge(ranked, [Window(Days(21, 5), Days(22, 30))], new MonitorPolicy()).Features[0];
        Assert.NotNull(feature.Psi);
        Assert.Equal("ranks within a day cannot drift", feature.Note);
    }

    [Fact]
    public void Judge_RankedFeatureWhoseTiesMoved_IsModerateAtMost()
    {
        var window = Window([.. Days(21, 5).Select(day => Array.ConvertAll(day, value => value + 3))], Days(22, 30));
        Assert.Equal(DriftSeverity.Severe, DriftScan.Judge(Reference, [window], new MonitorPolicy()).Severity);
        var ranked = Reference with { Features = [Reference.Features[0] with { Ranked = true }] };
        Assert.Equal(DriftSeverity.Moderate, DriftScan.Judge(ranked, [window], new MonitorPolicy()).Severity);
    }

    [Fact]
    public void Judge_FeatureTheReferenceLacks_IsRefused() => Assert.Throws<ArgumentException>(() =>
        DriftScan.Judge(Reference, [Window(Days(1, 1), Days(1, 1)) with { Feature = "y" }], new MonitorPolicy()));

    [Fact]
    public void Judge_ConstantScoreOnOneDay_IsSevereByDeciles()
    {
        double[][] constant = [Enumerable.Repeat(0.1, 200).ToArray()];
        var window = Window(constant, Days(23, 30)) with { WantedDays = 1 };
        var judgement = DriftScan.Judge(Reference, [window], new MonitorPolicy { MinRows = 100 });
        Assert.Equal(DriftSeverity.Severe, judgement.Severity);
        Assert.Equal("calmer", judgement.Features[0].Direction);
    }

    private static DriftJudgement Judge(double[][] window, double[][] baseline, MonitorPolicy? policy = null) =>
        DriftScan.Judge(Reference, [Window(window, baseline)], policy ?? new MonitorPolicy());

    private static FeatureWindow Window(double[][] window, double[][] baseline)
    {
        var edges = Reference.Features[0].Edges;
        return new FeatureWindow("x", Cells.Sum(edges, window), Cells.Sum(edges, baseline));
    }

    private static double[][] Days(ulong seed, int days, int rows = 200) => Cells.Clustered(new SplitMix64(seed), days, rows, 0, 0);

    private static double[][] Wild(ulong seed, int days, int rows) => Cells.Clustered(new SplitMix64(seed), days, rows, 5, 2);
}
