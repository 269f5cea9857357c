using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>What one section of the policy asks for before one stage.</summary>
public sealed record TargetPolicy
{
    /// <summary>Nothing asked for.</summary>
    public static TargetPolicy None { get; } = new();

    /// <summary>Gate key → threshold; null switches off what a wider section asks for. Yes and no are 1 and 0.</summary>
    public ImmutableSortedDictionary<string, double?> Gates { get; init; } = ImmutableSortedDictionary<string, double?>.Empty;

    /// <summary>Where the version goes that is superseded in Production; null leaves it to a wider section.</summary>
    public Stage? SupersededTo { get; init; }
}
