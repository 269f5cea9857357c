using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Grains.Serving;

/// <summary>What a flavor loads.</summary>
/// <param name="Bytes">The model.</param>
/// <param name="Tree">The tree it is a file of, where it is one.</param>
public sealed record ModelBytes(ReadOnlyMemory<byte> Bytes, ArtifactTree? Tree)
{
    /// <summary>Bytes of the whole artifact.</summary>
    public long Size => Tree?.Size ?? Bytes.Length;
}
