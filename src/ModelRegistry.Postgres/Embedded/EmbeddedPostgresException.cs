namespace ModelRegistry.Postgres.Embedded;

/// <summary>The private PostgreSQL could not be started; the message says why and what would help.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
