using System.Collections.Immutable;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>Describes the training data, feature by feature and day by day, for whoever watches for drift.</summary>
internal static class ProfileBuilder
{
    /// <summary>Every feature over the span of the final fit, and the score over the days that were scored out of sample.</summary>
    public static TrainingProfile Build(TrainingData data, DaySpan span, OutOfSampleScores scores)
    {
        var features = ImmutableArray.CreateBuilder<FeatureProfile>(data.Names.Length + 1);
        for (var feature = 0; feature < data.Names.Length; feature++)
        {
            var definition = data.Features.Features[feature];
            features.Add(Describe(data, definition.Name, definition.Ranked, span, Column(data, feature, span)));
        }

        features.Add(Describe(data, FeatureProfile.Score, ranked: false, scores.Days, scores.Values));
        return new TrainingProfile { Features = features.MoveToImmutable() };
    }

    private static FeatureProfile Describe(TrainingData data, string name, bool ranked, DaySpan span, double[] values)
    {
        var tickers = data.Panel.TickerCount;
        var edges = BinEdges.FromValues(values);
        var days = ImmutableArray.CreateBuilder<DayCell>(span.Count);
        for (var day = 0; day < span.Count; day++)
        {
            var cell = new DayCellBuilder(edges);
            foreach (var value in values.AsSpan(day * tickers, tickers))
                cell.Add(value);
            days.Add(cell.Build(AsOf.Of(data.Panel.Days[span.First + day])));
        }

        return new FeatureProfile { Name = name, Ranked = ranked, Edges = edges, Days = days.MoveToImmutable() };
    }

    private static double[] Column(TrainingData data, int feature, DaySpan span)
    {
        var rows = data.Features.Rows(span.First, span.Count);
        var width = data.Names.Length;
        var column = new double[rows.Length / width];
        for (var i = 0; i < column.Length; i++)
            column[i] = rows[(i * width) + feature];
        return column;
    }
}
