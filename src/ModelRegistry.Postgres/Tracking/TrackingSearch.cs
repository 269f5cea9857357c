using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>What is searched for among experiments or runs.</summary>
public sealed record TrackingSearch
{
    /// <summary>See <see cref="Core.Search.FilterParser"/>; empty for everything.</summary>
    public string Filter { get; init; } = "";

    /// <summary>One field each, such as <c>metrics.auc DESC</c>.</summary>
    public ImmutableArray<string> OrderBy { get; init; } = [];

    public LifecycleView View { get; init; } = LifecycleView.ActiveOnly;

    /// <summary>Whose runs; not for experiments.</summary>
    public ImmutableArray<long> Experiments { get; init; } = [];

    /// <summary>Rows of a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>From the page before.</summary>
    public string? PageToken { get; init; }

    /// <summary>What tells it from other searches.</summary>
    internal string Digest => Search.PageToken.DigestOf([Filter, View.ToString(), string.Join(',', Experiments), .. OrderBy]);
}
