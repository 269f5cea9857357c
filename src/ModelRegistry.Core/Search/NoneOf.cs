namespace ModelRegistry.Core.Search;

/// <summary>Not that one. What has no value for a field passes neither a comparison nor its negation.</summary>
public sealed record NoneOf(Filter Part) : Filter;
