using System.Collections.Immutable;

namespace ModelRegistry.Cli.Registry;

/// <summary>A page of versions.</summary>
internal sealed record VersionList(ImmutableArray<ShownVersion> Versions, int? NextPageToken);
