namespace ModelRegistry.Core.Search;

/// <summary>By which field, and which way. What has no value comes last either way.</summary>
public sealed record SearchOrder(SearchField Field, bool Descending);
