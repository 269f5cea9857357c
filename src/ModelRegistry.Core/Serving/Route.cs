using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Core.Serving;

/// <summary>Which version answers one unit, and in which part.</summary>
/// <param name="Version">The version that answers.</param>
/// <param name="Role">How the row is logged.</param>
/// <param name="Variant">The arm, when the unit is in a running A/B test.</param>
/// <param name="ExperimentId">That test.</param>
public readonly record struct Route(RoutedVersion Version, TrafficRole Role, string? Variant = null, Guid? ExperimentId = null);
