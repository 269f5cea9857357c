namespace ModelRegistry.Postgres.Backup;

/// <summary>A backup or a restore was refused or failed; the message says why, and what would help. Nothing half-made is left.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
