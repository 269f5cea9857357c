using System.Collections.Immutable;

namespace ModelRegistry.Core.Search;

/// <summary>All of them; none for a filter that lets everything pass.</summary>
public sealed record AllOf(ImmutableArray<Filter> Parts) : Filter;
