namespace ModelRegistry.Postgres.Log;

/// <summary>The log's buffer is full.</summary>
public sealed class LogFullException(int capacity) : Exception($"the prediction log's buffer of {capacity} rows is full; try again shortly");
