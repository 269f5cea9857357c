using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>What is searched for among registered models or their versions.</summary>
public sealed record CatalogSearch
{
    /// <summary>See <see cref="Core.Search.FilterParser"/>; empty for everything.</summary>
    public string Filter { get; init; } = "";

    /// <summary>One field each, such as <c>name DESC</c>.</summary>
    public ImmutableArray<string> OrderBy { get; init; } = [];

    /// <summary>Only what belongs to models whose names begin so.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Rows of a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>From the page before.</summary>
    public string? PageToken { get; init; }

    /// <summary>What tells it from other searches.</summary>
    internal string Digest => Search.PageToken.DigestOf([Filter, .. OrderBy]);
}
