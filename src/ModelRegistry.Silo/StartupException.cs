namespace ModelRegistry.Silo;

/// <summary>The host cannot start; the message says what to do about it.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
