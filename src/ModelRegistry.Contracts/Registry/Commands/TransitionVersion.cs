using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Moves a version along one arrow of the lifecycle.</summary>
[GenerateSerializer, Immutable, Alias("transition-version")]
public sealed record TransitionVersion
{
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required Stage To { get; init; }

    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>Policy keys (<c>min_rank_ic</c>, <c>approvals</c>…) with the thresholds to use instead.</summary>
    [Id(3)]
    public ImmutableDictionary<string, double> Overrides { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>What the webhooks of the policy's gates said before the command was sent.</summary>
    [Id(4)]
    public ImmutableArray<WebhookVerdict> Webhooks { get; init; } = [];

    /// <summary>Whether other versions in that stage leave it for Archived in the same act.</summary>
    [Id(5)]
    public bool ArchiveOthers { get; init; }

    public bool Equals(TransitionVersion? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
