using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Registry;

/// <summary>A version that is to enter stages, and all by which that is judged.</summary>
internal sealed record AdvanceRequest
{
    public required ModelState State { get; init; }

    public required VersionRow Version { get; init; }

    public required CommandContext Context { get; init; }

    public required GateEvidence Evidence { get; init; }

    public required PromotionPolicy Policy { get; init; }

    /// <summary>As they were sent; keys may be in camelCase.</summary>
    public required ImmutableDictionary<string, double> Overrides { get; init; }

    public required string Reason { get; init; }

    /// <summary>What the promotion rests on, in words.</summary>
    public string? Grounds { get; init; }

    /// <summary>False: only a freeze is looked at, as for a transition of an open model.</summary>
    public bool Gated { get; init; } = true;

    /// <summary>Whether what is in Production makes way.</summary>
    public bool Supersedes { get; init; } = true;

    /// <summary>Whether what else is in the target makes way for Archived; what is superseded goes where the policy says.</summary>
    public bool ArchivesOthers { get; init; }

    /// <summary>The gates before one stage.</summary>
    public ImmutableArray<GateRule> Rules(Stage step, ImmutableDictionary<string, double> overrides)
        => GateResolver.Resolve(Gated ? Policy : OnlyFreeze, State.Name!, Version.View.Type, step, overrides);

    public GateJudge Judge() => new(State, Version, Evidence, GateResolver.Digest(Policy, State.Name!, Version.View.Type));

    private static PromotionPolicy OnlyFreeze { get; } = Freeze();

    private static PromotionPolicy Freeze()
    {
        var target = new TargetPolicy { Gates = TargetPolicy.None.Gates.Add(GateKeys.NoSevereDrift, 0) };
        return PromotionPolicy.Empty with { Defaults = new PolicySection { Staging = target, Production = target } };
    }
}
