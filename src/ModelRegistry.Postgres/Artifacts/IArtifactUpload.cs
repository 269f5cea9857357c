using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Bytes that are being received. Disposing removes them unless they were published.</summary>
internal interface IArtifactUpload : IAsyncDisposable
{
    /// <summary>Adds bytes at the end.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends the receiving, before a transaction is begun.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Makes them the content of a digest, durable with the commit, in the transaction that has locked the artifact's row.</summary>
    Task PublishAsync(NpgsqlConnection transaction, string digest);
}
