using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class CalibratorTests
{
    private const int Span = Calibrator.WindowDays + Calibrator.BaselineDays;

    [Fact]
    public void Calibrate_DayClusteredFeature_FewAlarmsInAnIndependentYear()
    {
        var random = new SplitMix64(42);
        var training = Cells.Clustered(random, 500, 200, 1, 0.3);
        var year = Cells.Clustered(random, 250 + Span - 1, 200, 1, 0.3);
        var reference = Reference("return", training);
        var severities = Slide(reference, year);

        Assert.True(reference.Features[0].Calibrated);
        Assert.Equal(500 - Span + 1, reference.Features[0].Windows);
        Assert.Equal(250, severities.Count);
        // One in a hundred is expected; neighbouring windows share days, so alarms come in clumps of up to five.
        Assert.InRange(severities.Count(s => s == DriftSeverity.Severe), 0, 10);
        Assert.InRange(severities.Count(s => s >= DriftSeverity.Moderate), 0, 40);
        // The fixed thresholds would cry wolf on the same quiet year: that is why they are calibrated.
        var uncalibrated = reference with { Features = [reference.Features[0] with { Calibrated = false, Moderate = 0.10, Severe = 0.25 }] };
        Assert.InRange(Slide(uncalibrated, year).Count(s => s == DriftSeverity.Severe), 25, 250);
    }

    [Fact]
    public void Calibrate_QuietYearThenWilder_IsSevere()
    {
        var random = new SplitMix64(43);
        var reference = Reference("return", Cells.Clustered(random, 500, 200, 0.5, 0.3));
        double[][] days = [.. Cells.Clustered(random, 30, 200, 0.5, 0.3), .. Cells.Clustered(random, 5, 200, 2.5, 0.3)];
        Assert.Equal(DriftSeverity.Severe, Slide(reference, days).Single());
    }

    [Fact]
    public void Calibrate_IndependentRows_KeepsTheFixedThresholds()
    {
        var random = new SplitMix64(44);
        var feature = Reference("x", Cells.Clustered(random, 200, 500, 0, 0)).Features[0];
        Assert.Equal((0.10, 0.25, true), (feature.Moderate, feature.Severe, feature.Calibrated));
        Assert.False(feature.Ranked);
        Assert.False(feature.Shared);
    }

    [Theory]
    [InlineData(Span + Calibrator.LeastWindows - 2, false)]
    [InlineData(Span + Calibrator.LeastWindows - 1, true)]
    public void Calibrate_WindowsAtTheBound_CalibratesFromTheBoundOn(int days, bool calibrated)
    {
        var feature = Reference("x", Cells.Clustered(new SplitMix64(45), days, 50, 1, 0.5)).Features[0];
        Assert.Equal(calibrated, feature.Calibrated);
        Assert.Equal(days - Span + 1, feature.Windows);
        if (!calibrated) Assert.Equal((0.10, 0.25), (feature.Moderate, feature.Severe));
        else Assert.True(feature.Severe > 0.25);
    }

    [Fact]
    public void Calibrate_FeatureThatBeginsLater_UsesOnlyTheDaysItHas()
    {
        var random = new SplitMix64(46);
        var absent = Enumerable.Repeat(Enumerable.Repeat(double.NaN, 50).ToArray(), 120).ToArray();
        var feature = Reference("momentum", [.. absent, .. Cells.Clustered(random, 140, 50, 1, 0.2)]).Features[0];
        Assert.Equal(140 - Span + 1, feature.Windows);
        Assert.Equal(120 * 50, feature.Missing);
    }

    [Fact]
    public void Calibrate_RanksWithinADay_AreRecognised()
    {
        double[][] days = [.. Enumerable.Range(0, 150).Select(d => Enumerable.Range(0, 97).Select(i => (((i * 31) + d) % 97) / 96.0).ToArray())];
        var feature = Reference("rank", days).Features[0];
        Assert.True(feature.Ranked);
        Assert.Equal(0.25, feature.Severe);
    }

    [Fact]
    public void Calibrate_ValueSharedByADay_IsRecognisedAsASeriesOfItsOwn()
    {
        var random = new SplitMix64(47);
        double[][] days = [.. Enumerable.Range(0, 150).Select(_ => Enumerable.Repeat(random.Normal(0, 1), 40).ToArray())];
        var feature = Reference("vix", days).Features[0];
        Assert.True(feature.Shared);
        Assert.False(feature.Ranked);
        Assert.True(feature.Severe > 1, "five values against thirty are far apart by nature");
    }

    [Fact]
    public void Calibrate_ConstantFeature_IsOneBinWithoutDrift()
    {
        var feature = Reference("one", [.. Enumerable.Repeat(new double[] { 7, 7, 7 }, 150)]).Features[0];
        Assert.Equal((0.10, 0.25), (feature.Moderate, feature.Severe));
        Assert.False(feature.Shared);
    }

    [Fact]
    public void Calibrate_ProfileThatContradictsItself_IsRefusedByName()
    {
        var good = Cells.Profile("x", Cells.Clustered(new SplitMix64(48), 5, 30, 0, 0), 10);
        AssertRefused("'x'", good, good);
        AssertRefused("edge", good with { Edges = good.Edges.SetItem(1, good.Edges[0]) });
        AssertRefused("edge", good with { Edges = good.Edges.SetItem(0, double.NaN) });
        AssertRefused("counts", good with { Edges = good.Edges[1..] });
        AssertRefused("none negative", good with { Days = good.Days.SetItem(0, good.Days[0] with { Counts = good.Days[0].Counts.SetItem(0, -1) }) });
        AssertRefused("as-of order", good with { Days = good.Days.SetItem(1, good.Days[1] with { AsOf = good.Days[0].AsOf }) });
        AssertRefused("finite", good with { Days = good.Days.SetItem(1, good.Days[1] with { Mean = double.NaN }) });
        AssertRefused("no name", good with { Name = "" });
    }

    [Fact]
    public void Calibrate_NoFeatures_IsEmpty() => Assert.Empty(Calibrator.Calibrate(new TrainingProfile()).Features);

    private static void AssertRefused(string says, params FeatureProfile[] features)
    {
        var refused = Assert.Throws<InvalidProfileException>(() => Calibrator.Calibrate(new TrainingProfile { Features = [.. features] }));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static ReferenceProfile Reference(string name, double[][] days) =>
        Calibrator.Calibrate(new TrainingProfile { Features = [Cells.Profile(name, days)] });

    private static List<DriftSeverity> Slide(ReferenceProfile reference, double[][] days)
    {
        var feature = reference.Features[0];
        var cells = days.Select((values, i) => Cells.Day(i, feature.Edges, values)).ToList();
        return [.. Enumerable.Range(0, days.Length - Span + 1).Select(i => DriftScan.Judge(
            reference,
            [new FeatureWindow(
                feature.Name,
                CellSum.Of(feature.Bins, cells.Skip(i + Calibrator.BaselineDays).Take(Calibrator.WindowDays)),
                CellSum.Of(feature.Bins, cells.Skip(i).Take(Calibrator.BaselineDays)))],
            new MonitorPolicy()).Severity)];
    }
}
