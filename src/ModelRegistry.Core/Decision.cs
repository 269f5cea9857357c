using System.Collections.Immutable;
using ModelRegistry.Contracts;

namespace ModelRegistry.Core;

/// <summary>What a command came to on a given state: the events to append, or a refusal that changes nothing.</summary>
/// <typeparam name="TEvent">The event family of the stream.</typeparam>
public sealed record Decision<TEvent>
    where TEvent : class
{
    /// <summary>In the order in which they are applied. Empty with no refusal: nothing had to change, and the command is still remembered.</summary>
    public ImmutableArray<TEvent> Events { get; init; } = [];

    /// <summary>Null when the command is to be carried out.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>A refusal is a decision.</summary>
    public static implicit operator Decision<TEvent>(Refusal refusal) => new() { Refusal = refusal };
}
