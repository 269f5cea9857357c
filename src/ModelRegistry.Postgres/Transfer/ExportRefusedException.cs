namespace ModelRegistry.Postgres.Transfer;

/// <summary>What was asked for cannot be exported whole; the message says why.</summary>
public sealed class ExportRefusedException(string message, Exception? inner = null) : Exception(message, inner);
