using System.Collections.Immutable;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Cli.Registry;

/// <summary>The promotions of the past, judged by another policy.</summary>
internal sealed record Simulation(string Digest, int Promotions, ImmutableArray<SimulatedPromotion> Refused, ImmutableArray<SimulatedPromotion> Passed);
