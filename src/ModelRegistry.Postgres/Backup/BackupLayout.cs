using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Backup;

/// <summary>The parts of a backup before its manifest, in this order: <c>database.dump</c> (pg_dump's custom format) and the artifacts.</summary>
internal static class BackupLayout
{
    public const string Database = "database.dump";

    public static bool IsDatabase(SealedPart part) => string.Equals(part.Name, Database, StringComparison.Ordinal);
}
