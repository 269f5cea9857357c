namespace ModelRegistry.Postgres.Events;

/// <summary>A commit whose outcome is not known.</summary>
[Orleans.GenerateSerializer, Orleans.Alias("unknown-outcome-exception")]
public sealed class UnknownOutcomeException(string message, Exception inner) : Exception(message, inner);
