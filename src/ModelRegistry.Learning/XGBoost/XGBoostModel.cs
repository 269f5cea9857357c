using System.Collections.Immutable;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>A gradient-boosted model that has been read and checked; scored by managed code only. Safe for any number of threads.</summary>
internal sealed class XGBoostModel(Forest forest, Link link, string objective, float baseScore, ImmutableArray<string> featureNames)
{
    public int FeatureCount => forest.Features;

    /// <summary>One a feature, or empty where the model has no names.</summary>
    public ImmutableArray<string> FeatureNames => featureNames;

    public string Objective => objective;

    public float BaseScore => baseScore;

    public int Trees => forest.Trees;

    public int Nodes => forest.Nodes;

    /// <param name="rows">Row-major, <see cref="FeatureCount"/> values a row, NaN is missing.</param>
    /// <param name="scores">Receives one score a row.</param>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores)
    {
        if (rows.Length != (long)scores.Length * FeatureCount)
            throw new ArgumentException($"{rows.Length} values are not {scores.Length} rows of {FeatureCount} features.", nameof(rows));
        forest.Sum(rows, scores);
        link.Apply(scores);
    }
}
