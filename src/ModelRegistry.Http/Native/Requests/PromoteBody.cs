using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /ml/{model}/promote.</summary>
internal sealed record PromoteBody
{
    /// <summary>Any selector of a version.</summary>
    public required VersionSelector Version { get; init; }

    public string To { get; init; } = "Production";

    public string Reason { get; init; } = "";

    public ImmutableDictionary<string, double> Overrides { get; init; } = ImmutableDictionary<string, double>.Empty;
}
