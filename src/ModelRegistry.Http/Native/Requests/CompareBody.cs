using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST /models/compare.</summary>
internal sealed record CompareBody
{
    public required ImmutableArray<SourceBody> Versions { get; init; }

    public required ImmutableArray<LabelledInstance> Instances { get; init; }
}
