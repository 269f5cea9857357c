using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ModelRegistry.Postgres.Events;

/// <summary>The heads of all streams at one moment, under one root and signed: what the event log may not fall behind any more.</summary>
public sealed record AuditCheckpoint
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Number of streams.</summary>
    public required long Streams { get; init; }

    /// <summary>Events in all of them.</summary>
    public required long Events { get; init; }

    /// <summary>Root of the Merkle tree over <see cref="Heads"/>, hex.</summary>
    public required string Root { get; init; }

    /// <summary>The key that signed, SubjectPublicKeyInfo in base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>ECDSA over P-256 with SHA-256, in base64, over time, counts and root.</summary>
    public required string Signature { get; init; }

    /// <summary>By kind and id.</summary>
    public ImmutableArray<CheckpointHead> Heads { get; init; } = [];

    /// <summary>The bytes that are signed.</summary>
    internal byte[] Statement() => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"model registry audit checkpoint 1\n{At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\n{Streams}\n{Events}\n{Root}\n"));
}
