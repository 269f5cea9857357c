using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /artifacts/trees.</summary>
internal sealed record TreeBody
{
    public required ImmutableArray<TreeFileBody> Files { get; init; }
}
