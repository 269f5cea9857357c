using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>Scores of days by models that knew nothing of them: each day by the fold it is tested in.</summary>
internal sealed record OutOfSampleScores
{
    /// <summary>The days, without a gap.</summary>
    public required DaySpan Days { get; init; }

    /// <summary>Row-major, days × tickers.</summary>
    public required double[] Values { get; init; }

    /// <summary>Scores the test days of each fold by the model of that fold.</summary>
    /// <param name="artifacts">One a fold, trained on its training days.</param>
    public static OutOfSampleScores Of(TrainingData data, TrainingPlan plan, IReadOnlyList<byte[]> artifacts)
    {
        var tickers = data.Panel.TickerCount;
        var values = new double[plan.Tested.Count * tickers];
        for (var fold = 0; fold < plan.Folds.Length; fold++)
        {
            var test = plan.Folds[fold].Test;
            var scores = new float[test.Count * tickers];
            StockRankingModel.Read(artifacts[fold]).Score(data.Features.Rows(test.First, test.Count), scores.Length, scores);
            var offset = (test.First - plan.Tested.First) * tickers;
            for (var i = 0; i < scores.Length; i++)
                values[offset + i] = scores[i];
        }

        return new OutOfSampleScores { Days = plan.Tested, Values = values };
    }
}
