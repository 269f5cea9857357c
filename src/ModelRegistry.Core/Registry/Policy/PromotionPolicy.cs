using System.Collections.Immutable;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>The promotion policy: which gates stand before Staging and Production. Precedence: request, model, strategy, defaults.</summary>
public sealed record PromotionPolicy
{
    /// <summary>Asks for nothing but that promotions are not frozen and no severe drift is known.</summary>
    public static PromotionPolicy Empty { get; } = new() { Digest = Hashing.Digest.Of([]) };

    /// <summary>SHA-256 (hex) of the text it was read from; stands in every decision made by it.</summary>
    public required string Digest { get; init; }

    public PolicySection Defaults { get; init; } = PolicySection.None;

    /// <summary>By the type of a version, such as <c>ranking</c>.</summary>
    public ImmutableDictionary<string, PolicySection> Strategies { get; init; } = ImmutableDictionary<string, PolicySection>.Empty;

    /// <summary>By the name of a model.</summary>
    public ImmutableDictionary<string, PolicySection> Models { get; init; } = ImmutableDictionary<string, PolicySection>.Empty;
}
