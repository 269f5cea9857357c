using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>PATCH /models/{model}/versions/{v}. An empty text removes what is there.</summary>
internal sealed record EditVersionBody
{
    public string? Description { get; init; }

    /// <summary>Sets these, leaves the others.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<string> RemoveTags { get; init; } = [];

    /// <summary>JSON text.</summary>
    public string? DeploymentConfig { get; init; }

    public string? ServingEndpoint { get; init; }

    public string? ServingNotes { get; init; }
}
