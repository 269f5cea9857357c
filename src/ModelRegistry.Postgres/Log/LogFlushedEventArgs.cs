namespace ModelRegistry.Postgres.Log;

/// <summary>Rows have just been committed to the prediction log by this process.</summary>
public sealed class LogFlushedEventArgs(IReadOnlyCollection<Guid> modelIds) : EventArgs
{
    /// <summary>The models that have new rows, each once.</summary>
    public IReadOnlyCollection<Guid> ModelIds { get; } = modelIds;
}
