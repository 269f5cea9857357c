namespace ModelRegistry.Postgres.Search;

/// <summary>A page token that is none, or of another search.</summary>
public sealed class PageTokenException(string message, Exception? inner = null) : Exception(message, inner);
