using Npgsql;

namespace ModelRegistry.Tests.Shared;

/// <summary>
/// Artifacts that tests of other things may name without storing them: the digests of one repeated digit, and those of the numbers below 10,000 in
/// hexadecimal. To the database they have content of their own, which is not there.
/// </summary>
internal static class InventedArtifacts
{
    public static async Task AddAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO artifacts (digest, size, created_at, touched_at, content)
            SELECT digest, 100, now(), now(), gen_random_uuid() FROM (
                SELECT lpad(to_hex(n), 64, '0') FROM generate_series(0, 9999) AS n UNION SELECT repeat(to_hex(n), 64) FROM generate_series(0, 15) AS n) AS invented (digest)
            ON CONFLICT DO NOTHING
            """);
        await command.ExecuteNonQueryAsync();
    }
}
