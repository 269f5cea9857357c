using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>POST …/transitions.</summary>
internal sealed record TransitionBody
{
    public required string To { get; init; }

    public string Reason { get; init; } = "";

    public ImmutableDictionary<string, double> Overrides { get; init; } = ImmutableDictionary<string, double>.Empty;
}
