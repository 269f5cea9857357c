namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Keeps the latest state of long event streams. A snapshot only saves time: whatever is wrong with one, it counts as absent and the
/// stream is read from its beginning.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>The latest state that was kept; null when there is none that this release wrote, can read and finds in the log.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    Task<StreamSnapshot<TState>?> FindAsync<TState>(StreamId stream, SnapshotFormat<TState> format, CancellationToken cancellationToken = default)
        where TState : class;

    /// <summary>
    /// Keeps a state unless a later one, of the same format and in the log, is kept already. A failure is logged and false; it never throws.
    /// </summary>
    /// <returns>Whether the state is kept.</returns>
    Task<bool> SaveAsync<TState>(StreamId stream, StreamSnapshot<TState> snapshot, SnapshotFormat<TState> format)
        where TState : class;
}
