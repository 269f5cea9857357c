using System.Collections.Immutable;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>How well scores go with what came: error, correlation, rank correlation and hit rate of the sign.</summary>
public static class ScoreMetrics
{
    /// <param name="scores">One a row.</param>
    /// <param name="labels">What came, one a row, finite.</param>
    /// <returns>rmse and mae (where they do not overflow), and where they can be had (two rows or more, neither side constant) pearson and spearman; hit_rate over labels other than zero.</returns>
    /// <exception cref="ArgumentException">The two are not of one length.</exception>
    public static ImmutableSortedDictionary<string, double> Of(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels)
    {
        if (scores.Length != labels.Length)
            throw new ArgumentException($"there are {scores.Length} scores and {labels.Length} labels; one label a score is needed", nameof(labels));
        var found = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        if (scores.IsEmpty)
            return found.ToImmutable();
        var (squares, errors, hits, signs) = (0.0, 0.0, 0, 0);
        for (var i = 0; i < scores.Length; i++)
        {
            var error = scores[i] - labels[i];
            squares += error * error;
            errors += Math.Abs(error);
            signs += labels[i] != 0 ? 1 : 0;
            hits += labels[i] != 0 && Math.Sign(scores[i]) == Math.Sign(labels[i]) ? 1 : 0;
        }

        AddFinite(found, "rmse", Math.Sqrt(squares / scores.Length));
        AddFinite(found, "mae", errors / scores.Length);
        if (signs > 0)
            found["hit_rate"] = (double)hits / signs;
        AddFinite(found, "pearson", scores.Length > 1 ? Correlation.Pearson(scores, labels) : double.NaN);
        AddFinite(found, "spearman", scores.Length > 1 ? Correlation.Spearman(scores, labels) : double.NaN);
        return found.ToImmutable();
    }

    private static void AddFinite(ImmutableSortedDictionary<string, double>.Builder found, string name, double value)
    {
        if (double.IsFinite(value))
            found[name] = value;
    }
}
