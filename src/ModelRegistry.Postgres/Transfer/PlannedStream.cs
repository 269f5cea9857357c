using System.Collections.Immutable;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>What is to become of one stream of a file.</summary>
internal sealed record PlannedStream
{
    public required StreamId Stream { get; init; }

    /// <summary>For people.</summary>
    public required string? Name { get; init; }

    /// <summary>The name it will hold; null for one that was deleted.</summary>
    public required string? LiveName { get; init; }

    /// <summary>Of an A/B test.</summary>
    public required Guid? ModelId { get; init; }

    /// <summary>Events that are here already.</summary>
    public required long From { get; init; }

    /// <summary>Events in the file.</summary>
    public required long To { get; init; }

    /// <summary>The hash of the last event in the file.</summary>
    public required ReadOnlyMemory<byte> Head { get; init; }

    /// <summary>Digests that the versions to be written name, but for what their events make, and those of the files of trees among them.</summary>
    public required ImmutableArray<string> Artifacts { get; init; }

    /// <summary>Those of them that are not here.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    public ImportConflict? Conflict { get; init; }

    /// <summary>Whether there is something to write.</summary>
    public bool Writes => Conflict is null && From < To;

    public PlannedStream Refused(ImportConflictKind why, string detail) => this with { Conflict = ImportConflict.Of(Stream, Name, why, detail) };
}
