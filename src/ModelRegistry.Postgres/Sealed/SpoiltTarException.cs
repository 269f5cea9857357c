namespace ModelRegistry.Postgres.Sealed;

/// <summary>A file is no whole sealed tar of its kind; the message says what is wrong with it.</summary>
internal sealed class SpoiltTarException(string message, Exception? inner = null) : Exception(message, inner);
