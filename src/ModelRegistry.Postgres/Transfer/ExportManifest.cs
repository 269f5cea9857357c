using System.Collections.Immutable;
using ModelRegistry.Postgres.Sealed;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>What an export says of itself, in its <c>manifest.json</c>.</summary>
public sealed record ExportManifest : ISealedManifest
{
    /// <summary>The format this program writes, and the newest it reads.</summary>
    public const int CurrentFormat = 1;

    static int ISealedManifest.NewestFormat => CurrentFormat;

    public required int Format { get; init; }

    /// <summary>The moment whose state it holds.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The id of the only model in it; null where it is the whole registry.</summary>
    public Guid? Model { get; init; }

    /// <summary>Streams of models, and of A/B tests that have ended.</summary>
    public required long Streams { get; init; }

    /// <summary>Events in all of them.</summary>
    public required long Events { get; init; }

    /// <summary>0 where they were not asked for.</summary>
    public required long Artifacts { get; init; }

    /// <summary>Every other part of the file, in its order: artifacts, then streams.</summary>
    public required ImmutableArray<SealedPart> Parts { get; init; }

    /// <summary>In the order of their names, so that none comes twice.</summary>
    static string? ISealedManifest.Misplaced(SealedPart? before, string name)
    {
        if (ArtifactPart.DigestIn(name) is null && ExportLayout.StreamIn(name) is null)
            return $"it holds '{name}', which has no place in an export";
        return before is not null && string.CompareOrdinal(before.Name, name) >= 0 ? $"'{name}' is out of order" : null;
    }
}
