using System.Collections.Immutable;
using ModelRegistry.Postgres.Migrations;

namespace ModelRegistry.Postgres.Backup;

/// <summary>What a backup says of itself, in its <c>manifest.json</c>.</summary>
public sealed record BackupManifest
{
    /// <summary>The format this program writes, and the newest it reads.</summary>
    public const int CurrentFormat = 1;

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
    public required ImmutableArray<BackupPart> Parts { get; init; }
}
