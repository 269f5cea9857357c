using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Cli.Client;

/// <summary>A refusal as the registry words it.</summary>
internal sealed record ApiProblem
{
    public int Status { get; init; }

    public string Code { get; init; } = "";

    public string Detail { get; init; } = "";

    /// <summary>Every gate that was judged, where gates refused.</summary>
    public ImmutableArray<GateResult> Gates { get; init; } = [];

    /// <summary>All of it, as it came; null where it did not come from a registry.</summary>
    [JsonIgnore]
    public JsonNode? Document { get; init; }
}
