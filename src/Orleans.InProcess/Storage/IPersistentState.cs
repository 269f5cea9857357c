using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored value that is read before the grain's <c>OnActivateAsync</c>; comes by <see cref="PersistentStateAttribute"/>.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
