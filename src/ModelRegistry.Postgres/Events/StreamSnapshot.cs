namespace ModelRegistry.Postgres.Events;

/// <summary>The state of a stream at a version.</summary>
/// <param name="State">Immutable.</param>
/// <param name="Version">The number of events in it.</param>
public sealed record StreamSnapshot<TState>(TState State, long Version)
    where TState : class;
