namespace ModelRegistry.Core.Registry.Policy;

/// <summary>A gate to be judged.</summary>
public sealed record GateRule
{
    /// <summary>Canonical, see <see cref="GateKeys"/>.</summary>
    public required string Key { get; init; }

    public required double Threshold { get; init; }

    /// <summary><c>defaults</c>, <c>strategy ranking</c>, <c>model stock-ranking</c> or <c>request</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The request asks for less than the policy.</summary>
    public bool Loosened { get; init; }

    /// <summary>What the policy asks for where the request says otherwise; null when it asks for nothing.</summary>
    public double? PolicyThreshold { get; init; }
}
