using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>What an import did, or would do.</summary>
public sealed record ImportReport
{
    /// <summary>True when nothing was written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The moment whose state the file holds.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Streams that were not here.</summary>
    public required int Added { get; init; }

    /// <summary>Streams that were continued from where they ended here.</summary>
    public required int Extended { get; init; }

    /// <summary>Streams that were here already, as far as the file goes.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Events that were appended.</summary>
    public required long Events { get; init; }

    /// <summary>Artifacts that were stored.</summary>
    public required int Artifacts { get; init; }

    /// <summary>Streams that were left as they are here.</summary>
    public required ImmutableArray<ImportConflict> Conflicts { get; init; }
}
