using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry.Commands;

/// <summary>
/// Takes over a version of another registry under its number, with the stage and aliases that it has there. Numbers before it that are not there, because the other
/// registry deleted them, are used up here too.
/// </summary>
[GenerateSerializer, Immutable, Alias("import-version")]
public sealed record ImportVersion
{
    /// <summary>Above all numbers that the model has given.</summary>
    [Id(0)]
    public required int Number { get; init; }

    [Id(1)]
    public required RegisterVersion Version { get; init; }

    /// <summary>Trained, Staging, Production or Archived.</summary>
    [Id(2)]
    public required Stage Stage { get; init; }

    /// <summary>None that the model has already.</summary>
    [Id(3)]
    public ImmutableArray<string> Aliases { get; init; } = [];

    public bool Equals(ImportVersion? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
