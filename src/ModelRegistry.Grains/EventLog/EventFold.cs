using ModelRegistry.Core;

namespace ModelRegistry.Grains.EventLog;

/// <summary>Folds one event into a state. Total: it never throws for an event that a decision can have made.</summary>
internal delegate TState EventFold<TState, TEvent>(TState state, TEvent @event, EventStamp stamp);
