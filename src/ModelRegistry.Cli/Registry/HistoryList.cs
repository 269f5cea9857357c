using System.Collections.Immutable;

namespace ModelRegistry.Cli.Registry;

/// <summary>A page of what was done, the latest first.</summary>
internal sealed record HistoryList(ImmutableArray<HistoryRow> Events, string? NextPageToken);
