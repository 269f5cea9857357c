using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Core;

namespace ModelRegistry.Grains.EventLog;

/// <summary>One command, ready to be decided as often as it takes.</summary>
internal sealed record StreamCommand<TState, TEvent, TResult>
    where TEvent : class
    where TResult : class
{
    public required CommandContext Context { get; init; }

    /// <summary>Pure but for evidence it may await; called again after a conflict, with the newer state.</summary>
    public required Func<TState, CancellationToken, ValueTask<Decision<TEvent>>> Decide { get; init; }

    /// <summary>The answer, from the state after the events and the events themselves. It is stored and given again when the command is repeated.</summary>
    public required Func<TState, ImmutableArray<TEvent>, TResult> Answer { get; init; }

    /// <summary>Says what a violated database constraint means, such as a name that is taken; null where it means nothing special.</summary>
    public Func<string, Refusal?>? Violated { get; init; }
}
