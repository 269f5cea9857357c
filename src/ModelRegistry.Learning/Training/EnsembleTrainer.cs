using ModelRegistry.Learning.Validation;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Training;

/// <summary>Fits the members of one ensemble to the days of one span.</summary>
internal sealed class EnsembleTrainer(TrainingData data, TrainingConfig config)
{
    /// <summary>Trains and returns the artifact of a <see cref="StockRankingModel"/>.</summary>
    /// <param name="span">Days whose rows and labels are seen; no others are.</param>
    /// <param name="rowsTrained">Called after each round with the rows it saw.</param>
    public byte[] Fit(DaySpan span, Action<long> rowsTrained, CancellationToken cancellation)
    {
        using var matrix = DMatrix.FromRows(data.Features.Rows(span.First, span.Count), data.Names.Length);
        matrix.SetLabels(data.Labels.RankedOf(span.First, span.Count));
        if (config.Booster.Objective.StartsWith("rank:", StringComparison.Ordinal))
            matrix.SetGroups([.. Enumerable.Repeat((uint)data.Panel.TickerCount, span.Count)]);
        var members = new byte[config.Seeds][];
        for (var i = 0; i < members.Length; i++)
        {
            var parameters = config.Booster with { Seed = config.FirstSeed + i };
            using var booster = Booster.Train(matrix, data.Names, parameters, _ => rowsTrained(matrix.Rows), cancellation);
            members[i] = booster.SaveJson();
        }

        return StockRankingModel.Write(data.Names, members);
    }
}
