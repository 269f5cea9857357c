using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /models.</summary>
internal sealed record CreateModelBody
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public LifecycleProfile Lifecycle { get; init; }
}
