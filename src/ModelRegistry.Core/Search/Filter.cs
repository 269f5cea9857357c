namespace ModelRegistry.Core.Search;

/// <summary>A condition on what is searched.</summary>
public abstract record Filter;
