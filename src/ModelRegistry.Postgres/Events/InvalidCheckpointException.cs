namespace ModelRegistry.Postgres.Events;

/// <summary>A checkpoint that is not one this registry signed; it says nothing about the log.</summary>
public sealed class InvalidCheckpointException(string message) : Exception(message);
