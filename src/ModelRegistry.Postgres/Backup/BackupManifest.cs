using System.Collections.Immutable;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Backup;

/// <summary>What a backup says of itself, in its <c>manifest.json</c>.</summary>
public sealed record BackupManifest : ISealedManifest
{
    /// <summary>The format this program writes, and the newest it reads.</summary>
    public const int CurrentFormat = 1;

    static int ISealedManifest.NewestFormat => CurrentFormat;

    public required int Format { get; init; }

    /// <summary>The moment whose state the database part holds, by the clock of its server.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Version of the server, such as <c>15.13</c>.</summary>
    public required string Server { get; init; }

    /// <summary>Major version of the <c>pg_dump</c> that wrote the database part; an older <c>pg_restore</c> may not read it.</summary>
    public required int DumpMajor { get; init; }

    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>The steps of its schema.</summary>
    public required ImmutableArray<AppliedStep> Schema { get; init; }

    /// <summary>Every other part of the file, in its order: the database, then the artifacts.</summary>
    public required ImmutableArray<SealedPart> Parts { get; init; }

    /// <summary>One database, then artifacts in the order of their names, so that none comes twice.</summary>
    static string? ISealedManifest.Misplaced(SealedPart? before, string name)
    {
        if (before is null ? !string.Equals(name, BackupLayout.Database, StringComparison.Ordinal) : ArtifactPart.DigestIn(name) is null)
            return $"it holds '{name}', which has no place in a backup{(before is null ? $" before {BackupLayout.Database}" : "")}";
        return before is not null && !BackupLayout.IsDatabase(before) && string.CompareOrdinal(before.Name, name) >= 0 ? $"'{name}' is out of order" : null;
    }
}
