namespace ModelRegistry.Postgres.Backup;

/// <summary>How far a backup or restore is.</summary>
/// <param name="Phase">What is being done, in words.</param>
/// <param name="Done">Bytes of this phase so far.</param>
/// <param name="Total">Bytes of this phase; null where that is known only afterwards.</param>
public readonly record struct BackupProgress(string Phase, long Done, long? Total);
