using System.Collections.Immutable;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>A promotion policy that cannot be used. The message names every mistake with its line.</summary>
public sealed class PolicyFormatException(ImmutableArray<string> errors, Exception? inner = null)
    : Exception($"The promotion policy cannot be used: {string.Join("; ", errors)}.", inner)
{
    /// <summary>Such as <c>line 7: min_rank_ic: 'often' is no number</c>.</summary>
    public ImmutableArray<string> Errors { get; } = errors;
}
