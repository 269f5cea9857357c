using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Holds the store to a number of bytes. Without a quota it costs nothing.</summary>
/// <param name="bytes">0: no limit.</param>
internal sealed class ArtifactQuota(long bytes)
{
    // Not used by any other lock of the registry.
    private const long Lock = 0x6d72_6172_7475_7365;

    public bool IsLimited => bytes > 0;

    /// <summary>Refuses while it is received what could not even fit into an empty store. The rest is found out at the end: it may be there already.</summary>
    /// <exception cref="ArtifactQuotaException">It does not fit.</exception>
    public void MayFit(long size)
    {
        if (IsLimited && size > bytes)
            throw new ArtifactQuotaException(bytes, size);
    }

    /// <summary>Adds up all artifacts, the new one among them, one put after the other.</summary>
    /// <exception cref="ArtifactQuotaException">It does not fit.</exception>
    public async Task MustFitAsync(NpgsqlConnection transaction)
    {
        if (!IsLimited)
            return;
        await using var command = transaction.Command("SELECT pg_advisory_xact_lock($1)", Lock);
        await command.ExecuteNonQueryAsync();
        await using var sum = transaction.Command("SELECT sum(size)::bigint FROM artifacts");
        if ((long)(await sum.ExecuteScalarAsync())! is var held && held > bytes)
            throw new ArtifactQuotaException(bytes, held);
    }
}
