namespace ModelRegistry.Grains.EventLog;

/// <summary>A state and the length of the stream it was folded from: one reference, swapped as a whole.</summary>
internal sealed record Snapshot<TState>(TState State, long Revision)
    where TState : class;
