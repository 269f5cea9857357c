using System.Collections.Immutable;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Flavors;

/// <summary>One gradient-boosted model.</summary>
internal sealed class XGBoostScorer(XGBoostModel model, ImmutableArray<string> features, bool ranks) : IScorer
{
    public ImmutableArray<string> Features => features;

    public bool Ranks => ranks;

    public void Score(ReadOnlySpan<float> rows, int count, Span<float> scores)
    {
        Rows.Check(rows.Length, count, features.Length, scores.Length);
        model.Score(rows, scores[..count]);
    }
}
