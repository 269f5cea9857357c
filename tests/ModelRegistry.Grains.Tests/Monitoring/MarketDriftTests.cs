using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Grains.Monitoring;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>Five years of real prices, thresholds calibrated on the first two: quiet where the market was, loud where it broke out.</summary>
public sealed class MarketDriftTests
{
    private static readonly Dictionary<string, Func<double, float>> Watched = new(StringComparer.Ordinal)
    {
        ["return_1d"] = value => (float)value,
        ["abs_return_1d"] = value => (float)Math.Abs(value),
    };

    [MarketFact]
    public void Judge_RealMarket_IsSevereWhereTheMarketBrokeOutAndQuietIn2017()
    {
        var panel = MarketPanelReader.Read(MarketFactAttribute.Path, FrozenDictionary<string, string>.Empty);
        var series = Watched.ToDictionary(w => w.Key, w => Values(panel, w.Value));
        var training = Enumerable.Range(0, panel.FirstDayFrom(new DateOnly(2015, 1, 1))).ToList();
        var reference = Calibrator.Calibrate(new TrainingProfile { Features = [.. series.Select(s => Profile(panel, s.Key, s.Value, training))] });
        var severe = series.ToDictionary(s => s.Key, s => SevereDays(panel, reference, s.Key, s.Value));

        Assert.All(reference.Features, f => Assert.True(f.Calibrated && !f.Ranked && !f.Shared));
        Assert.Equal(0.826, reference.Features[0].Severe, 3);
        Assert.Equal(0.659, reference.Features[1].Severe, 3);
        string[] breakOut = ["2018-02-05", "2018-02-06", "2018-02-07"];
        foreach (var days in severe.Values)
        {
            Assert.Equal(breakOut, days.Where(d => string.CompareOrdinal(d, "2017-04-01") >= 0));
            Assert.Superset(new HashSet<string> { "2015-08-24", "2015-08-25", "2015-08-26", "2015-08-27", "2015-08-28" }, days.ToHashSet());
            Assert.Superset(new HashSet<string> { "2016-06-28", "2016-06-29", "2016-06-30" }, days.ToHashSet());
        }
    }

    private static List<string> SevereDays(MarketPanel panel, ReferenceProfile reference, string name, float[][] values)
    {
        var scale = reference.Features.Single(f => f.Name == name);
        var only = reference with { Features = [scale] };
        var cells = panel.Days.Select((day, i) => Cell(scale.Edges, day, values[i])).ToList();
        var severe = new List<string>();
        for (var day = panel.FirstDayFrom(new DateOnly(2015, 1, 1)); day < panel.DayCount; day++)
        {
            var window = CellSum.Of(scale.Bins, cells.Skip(day - 4).Take(5));
            var judgement = DriftScan.Judge(only, [new FeatureWindow(name, window, CellSum.Of(scale.Bins, cells.Skip(day - 34).Take(30)))], new MonitorPolicy());
            Assert.NotEqual(DriftSeverity.NotEnoughData, judgement.Severity);
            if (judgement.Severity == DriftSeverity.Severe) severe.Add(panel.Days[day].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return severe;
    }

    private static FeatureProfile Profile(MarketPanel panel, string name, float[][] values, List<int> days)
    {
        var edges = BinEdges.FromValues([.. days.SelectMany(day => values[day]).Select(v => (double)v)]);
        return new FeatureProfile { Name = name, Edges = edges, Days = [.. days.Select(day => Cell(edges, panel.Days[day], values[day]))] };
    }

    private static DayCell Cell(ImmutableArray<double> edges, DateOnly day, float[] values)
    {
        var cell = new DayCellBuilder(edges);
        foreach (var value in values) cell.Add(value);
        return cell.Build(Days.Start(day));
    }

    private static float[][] Values(MarketPanel panel, Func<double, float> of) =>
        [.. panel.DailyReturns().Select(of).Chunk(panel.TickerCount)];
}
