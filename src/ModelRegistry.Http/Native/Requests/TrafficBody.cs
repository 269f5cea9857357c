using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>PUT …/traffic.</summary>
internal sealed record TrafficBody
{
    /// <summary>Selectors of the versions that run in shadow.</summary>
    public ImmutableArray<VersionSelector> Shadow { get; init; } = [];

    public string Reason { get; init; } = "";
}
