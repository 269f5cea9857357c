using System.Collections.Immutable;

namespace ModelRegistry.Core.Search;

/// <summary>At least one of them.</summary>
public sealed record AnyOf(ImmutableArray<Filter> Parts) : Filter;
