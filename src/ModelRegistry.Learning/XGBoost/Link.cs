using System.Collections.Frozen;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>How an objective turns base score into margin and margin into score, as XGBoost 1.7 does in single precision.</summary>
internal sealed record Link(bool LogisticBase, bool LogisticScore)
{
    private static readonly FrozenDictionary<string, Link> Objectives = new Dictionary<string, Link>(StringComparer.Ordinal)
    {
        ["reg:squarederror"] = new(LogisticBase: false, LogisticScore: false),
        ["reg:logistic"] = new(LogisticBase: true, LogisticScore: true),
        ["binary:logistic"] = new(LogisticBase: true, LogisticScore: true),
        ["rank:pairwise"] = new(LogisticBase: false, LogisticScore: false),
        ["rank:ndcg"] = new(LogisticBase: false, LogisticScore: false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Known => Objectives.Keys.Order(StringComparer.Ordinal);

    public static Link? Of(string objective) => Objectives.GetValueOrDefault(objective);

    /// <summary>True where a base score can be turned into a margin.</summary>
    public bool Admits(float baseScore) => LogisticBase ? baseScore is > 0 and < 1 : float.IsFinite(baseScore);

    public float Margin(float baseScore) => LogisticBase ? -MathF.Log((1f / baseScore) - 1f) : baseScore;

    public void Apply(Span<float> margins)
    {
        if (!LogisticScore)
            return;
        foreach (ref var margin in margins)
            margin = Sigmoid(margin);
    }

    // The bound keeps exp finite; it is the library's own.
    private static float Sigmoid(float margin) => 1f / (MathF.Exp(MathF.Min(-margin, 88.7f)) + 1f + 1e-16f);
}
