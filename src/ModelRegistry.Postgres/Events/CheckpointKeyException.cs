namespace ModelRegistry.Postgres.Events;

/// <summary>The key of the checkpoints cannot be used; the message names its file and says what to do.</summary>
public sealed class CheckpointKeyException(string message, Exception? inner = null) : Exception(message, inner);
