namespace ModelRegistry.Postgres.Transfer;

/// <summary>A file is not imported; the message says what is wrong with it. Nothing was written.</summary>
public sealed class ImportRefusedException(string message, Exception? inner = null) : Exception(message, inner);
