namespace ModelRegistry.Learning.XGBoost;

/// <summary>How large a model may be. What lies beyond is refused before memory is spent on it.</summary>
internal sealed record XGBoostLimits
{
    public static XGBoostLimits Default { get; } = new();

    /// <summary>Bytes of JSON.</summary>
    public int Bytes { get; init; } = 256 << 20;

    public int Features { get; init; } = 65_536;

    public int Trees { get; init; } = 20_000;

    /// <summary>Nodes of one tree.</summary>
    public int TreeNodes { get; init; } = 1 << 20;

    /// <summary>Nodes of all trees together.</summary>
    public int Nodes { get; init; } = 8 << 20;

    /// <summary>Splits between root and leaf.</summary>
    public int Depth { get; init; } = 64;
}
