namespace ModelRegistry.Core.Statistics;

/// <summary>How often a score has the right sign.</summary>
public static class HitRate
{
    /// <summary>
    /// Share of pairs in which score and outcome have the same sign, of those in which both are there and neither is zero; NaN when there is none.
    /// Scores are centred; outcomes are returns over the day's median.
    /// </summary>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> outcomes)
    {
        if (scores.Length != outcomes.Length) throw new ArgumentException($"Pairs need equal lengths: {scores.Length} and {outcomes.Length}", nameof(outcomes));
        long hits = 0, pairs = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]) || double.IsNaN(outcomes[i]) || scores[i] == 0 || outcomes[i] == 0) continue;
            pairs++;
            if (scores[i] > 0 == outcomes[i] > 0) hits++;
        }

        return hits / (double)pairs;
    }
}
