using System.Collections.Immutable;

namespace ModelRegistry.Core.Search;

/// <summary>A field against several values.</summary>
public sealed record Membership(SearchField Field, ImmutableArray<SearchValue> Values) : Filter;
