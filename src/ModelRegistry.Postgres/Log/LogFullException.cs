namespace ModelRegistry.Postgres.Log;

/// <summary>The log's buffer is full.</summary>
public sealed class LogFullException(int capacity, bool mayServe = false) : Exception($"the prediction log's buffer of {capacity} rows is full; try again shortly")
{
    /// <summary>Whether the operator prefers an answer that is not logged to none (<see cref="FullBufferPolicy.Serve"/>).</summary>
    public bool MayServe { get; } = mayServe;
}
