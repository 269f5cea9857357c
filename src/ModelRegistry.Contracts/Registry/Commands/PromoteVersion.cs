using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>Walks a version up to a stage in one transaction, all gates on the way included.</summary>
[GenerateSerializer, Immutable, Alias("promote-version")]
public sealed record PromoteVersion
{
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>Staging or Production.</summary>
    [Id(1)]
    public Stage To { get; init; } = Stage.Production;

    [Id(2)]
    public string Reason { get; init; } = "";

    /// <summary>As in <see cref="TransitionVersion"/>.</summary>
    [Id(3)]
    public ImmutableDictionary<string, double> Overrides { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>What the promotion rests on, such as <c>experiment v1-v2 won</c>.</summary>
    [Id(4)]
    public string? Evidence { get; init; }

    /// <summary>What the webhooks of the policy's gates said before the command was sent.</summary>
    [Id(5)]
    public ImmutableArray<WebhookVerdict> Webhooks { get; init; } = [];

    /// <summary>Whether other versions in that stage leave it for Archived in the same act.</summary>
    [Id(6)]
    public bool ArchiveOthers { get; init; }

    public bool Equals(PromoteVersion? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
