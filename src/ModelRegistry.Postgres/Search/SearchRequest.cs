namespace ModelRegistry.Postgres.Search;

/// <summary>What is searched for.</summary>
public sealed record SearchRequest
{
    /// <summary>See <see cref="Core.Search.FilterParser"/>; empty for everything.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Such as <c>metrics.rank_ic DESC, name</c>.</summary>
    public string OrderBy { get; init; } = "";

    /// <summary>Only what belongs to models whose names begin so.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Only versions of this model.</summary>
    public Guid? Model { get; init; }

    /// <summary>Rows of a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>From the page before.</summary>
    public string? PageToken { get; init; }
}
