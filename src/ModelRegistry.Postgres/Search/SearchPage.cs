namespace ModelRegistry.Postgres.Search;

/// <summary>One page of what was found.</summary>
/// <param name="Rows">In the order asked for.</param>
/// <param name="NextPageToken">Null on the last page.</param>
public sealed record SearchPage<T>(IReadOnlyList<T> Rows, string? NextPageToken);
