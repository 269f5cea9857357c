using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core;

/// <summary>The two answers a rule can give.</summary>
public static class Decide
{
    /// <summary>Carry it out: these events, in this order.</summary>
    public static Decision<TEvent> Events<TEvent>(params ReadOnlySpan<TEvent> events)
        where TEvent : class
        => new() { Events = [.. events] };

    /// <summary>Refuse it.</summary>
    /// <param name="kind">Decides the HTTP status.</param>
    /// <param name="code">Stable, in snake case.</param>
    /// <param name="detail">Names the thing, what was wrong with it and what would be right.</param>
    /// <param name="gates">Every gate that was judged, where gates are the reason.</param>
    public static Refusal Refuse(RefusalKind kind, string code, string detail, ImmutableArray<GateResult> gates = default)
        => new() { Kind = kind, Code = code, Detail = detail, Gates = gates.IsDefault ? [] : gates };
}
