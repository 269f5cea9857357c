namespace ModelRegistry.Core.Search;

/// <summary>A field against one value.</summary>
public sealed record Comparison(SearchField Field, ComparisonOperator Operator, SearchValue Value) : Filter;
