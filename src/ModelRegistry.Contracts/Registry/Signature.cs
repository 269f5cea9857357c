using System.Collections.Immutable;

namespace ModelRegistry.Contracts.Registry;

/// <summary>What a model takes and gives, in order.</summary>
[GenerateSerializer, Immutable, Alias("signature")]
public sealed record Signature
{
    /// <summary>In the order in which features are logged and scored.</summary>
    [Id(0)]
    public ImmutableArray<SignatureField> Inputs { get; init; } = [];

    [Id(1)]
    public ImmutableArray<SignatureField> Outputs { get; init; } = [];

    /// <summary>JSON text as its author wrote it, in canonical form, where inputs and outputs above cannot say all of it: shapes, optional fields, parameters.</summary>
    [Id(2)]
    public string? Original { get; init; }

    public bool Equals(Signature? other) => Structural.Equal(this, other);

    public override int GetHashCode() => Structural.Hash(this);
}
