using System.Collections.Immutable;

namespace ModelRegistry.Core.Serving;

/// <summary>How the units of one model are routed: all that the hot path looks at. Replaced as a whole when <see cref="Revision"/> moves.</summary>
public sealed record RoutingSnapshot
{
    public required Guid ModelId { get; init; }

    public required string Name { get; init; }

    /// <summary>Grows with every change of routing.</summary>
    public required long Revision { get; init; }

    /// <summary>Null while no version is in production.</summary>
    public RoutedVersion? Production { get; init; }

    public ExperimentRoute? Experiment { get; init; }

    public ImmutableArray<RoutedVersion> Shadows { get; init; } = [];
}
