using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>A promotion of the past, judged by another policy.</summary>
public sealed record SimulatedPromotion
{
    public required Guid ModelId { get; init; }

    public required string Model { get; init; }

    public required int Number { get; init; }

    public required Stage To { get; init; }

    /// <summary>The revision of the model that it made.</summary>
    public required long Revision { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required bool WouldPass { get; init; }

    /// <summary>The gates it would have failed.</summary>
    public required ImmutableArray<GateResult> Failed { get; init; }

    /// <summary>Gates it would have failed but for the overrides that it was sent with, as those would have judged them.</summary>
    public required ImmutableArray<GateResult> ByOverride { get; init; }

    /// <summary>Gates that nothing is recorded about, as nobody asked for them then; they count as passed.</summary>
    public required ImmutableArray<string> NotRecorded { get; init; }
}
