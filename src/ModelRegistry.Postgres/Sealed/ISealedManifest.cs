using System.Collections.Immutable;

namespace ModelRegistry.Postgres.Sealed;

/// <summary>What the manifest of every sealed tar says.</summary>
internal interface ISealedManifest
{
    /// <summary>The newest format that this program reads.</summary>
    static abstract int NewestFormat { get; }

    int Format { get; }

    /// <summary>Every other part of the file, in its order.</summary>
    ImmutableArray<SealedPart> Parts { get; }

    /// <summary>Why a part may not come where it does; null where it may.</summary>
    /// <param name="before">The part that precedes it; null for the first.</param>
    /// <param name="name">Of the part.</param>
    static abstract string? Misplaced(SealedPart? before, string name);
}
