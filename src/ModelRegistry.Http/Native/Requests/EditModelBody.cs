using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>PATCH /models/{model}.</summary>
internal sealed record EditModelBody
{
    /// <summary>Renames the model; nothing else may stand beside it.</summary>
    public string? Name { get; init; }

    /// <summary>Empty removes it.</summary>
    public string? Description { get; init; }

    /// <summary>Sets these, leaves the others.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<string> RemoveTags { get; init; } = [];
}
