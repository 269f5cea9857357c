using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Keeps bytes by digest. Which artifacts there are is in the table <c>artifacts</c>; who changes one holds its row.</summary>
internal interface IArtifactBytes
{
    Task<IArtifactUpload> BeginAsync(CancellationToken cancellationToken);

    Task<long?> FindAsync(string digest, CancellationToken cancellationToken);

    /// <summary>The bytes as they are, from front to back; null when there are none.</summary>
    Task<(Stream Content, long Size)?> OpenAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Removes the bytes of artifacts whose rows this transaction has locked.</summary>
    Task RemoveAsync(NpgsqlConnection transaction, string[] digests, CancellationToken cancellationToken);

    /// <summary>Removes what uploads that broke off before a moment have left, and bytes that have no row. Answers with how many.</summary>
    Task<int> SweepAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken);
}
