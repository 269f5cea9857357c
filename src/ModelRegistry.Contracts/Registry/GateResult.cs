namespace ModelRegistry.Contracts.Registry;

/// <summary>One gate of the promotion policy, judged.</summary>
[GenerateSerializer, Immutable, Alias("gate-result")]
public sealed record GateResult
{
    /// <summary><c>min_rank_ic</c>, <c>approvals</c>, <c>no_severe_drift</c>…</summary>
    [Id(0)]
    public required string Gate { get; init; }

    [Id(1)]
    public required bool Passed { get; init; }

    /// <summary>What was found, as text: a number, a word, or <c>not measured</c>.</summary>
    [Id(2)]
    public required string Value { get; init; }

    /// <summary>What was asked for.</summary>
    [Id(3)]
    public required string Threshold { get; init; }

    /// <summary>Where the threshold comes from: <c>defaults</c>, <c>strategy ranking</c>, <c>model stock-ranking</c> or <c>request</c>.</summary>
    [Id(4)]
    public required string Source { get; init; }

    /// <summary>The request loosened what the policy asks for.</summary>
    [Id(5)]
    public bool Overridden { get; init; }

    /// <summary>Whether what was found is what the gate is for, also where it was not asked for; null for gates of which that cannot be said, and in older records.</summary>
    [Id(6)]
    public bool? Met { get; init; }
}
