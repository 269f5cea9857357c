using System.Collections.Immutable;

namespace ModelRegistry.Http.Native.Requests;

/// <summary>One row to be scored.</summary>
internal sealed record LabelledInstance
{
    /// <summary>By name; one that is left out is missing, one that a model does not take is not looked at by it.</summary>
    public required ImmutableDictionary<string, double> Features { get; init; }

    /// <summary>What came; rows without one count for no metric.</summary>
    public double? Label { get; init; }
}
