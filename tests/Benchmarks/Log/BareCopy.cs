using ModelRegistry.Postgres.Log;
using Npgsql;
using NpgsqlTypes;

namespace Benchmarks.Log;

/// <summary>What the log is measured against: COPY of the same columns on one connection, 5,000 rows a transaction, into a plain table.</summary>
internal static class BareCopy
{
    public static async Task<double> SecondsAsync(NpgsqlDataSource database, PredictionRow[] rows, bool indexes)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = indexes
            ? "DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE predictions INCLUDING ALL)"
            : "DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE predictions)";
        await command.ExecuteNonQueryAsync();
        var started = TimeProvider.System.GetTimestamp();
        var sequence = 0L;
        foreach (var batch in rows.Chunk(5_000))
            sequence = await CopyAsync(connection, batch, sequence);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> CopyAsync(NpgsqlConnection connection, PredictionRow[] rows, long sequence)
    {
        var at = TimeProvider.System.GetUtcNow().UtcDateTime;
        await using var importer = await connection.BeginBinaryImportAsync("COPY bare FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await importer.StartRowAsync();
            await importer.WriteAsync(row.PredictionId, NpgsqlDbType.Uuid);
            await importer.WriteAsync(row.ModelId, NpgsqlDbType.Uuid);
            await importer.WriteAsync(row.Version, NpgsqlDbType.Integer);
            await importer.WriteAsync((short)row.Role, NpgsqlDbType.Smallint);
            await importer.WriteNullAsync();
            await importer.WriteNullAsync();
            await importer.WriteAsync(row.Entity, NpgsqlDbType.Text);
            await importer.WriteAsync(row.AsOf.UtcDateTime, NpgsqlDbType.TimestampTz);
            await importer.WriteAsync(row.Unit, NpgsqlDbType.Text);
            await importer.WriteAsync(row.Score, NpgsqlDbType.Double);
            await importer.WriteAsync(row.Features, NpgsqlDbType.Array | NpgsqlDbType.Real);
            await importer.WriteAsync(1L, NpgsqlDbType.Bigint);
            await importer.WriteAsync(++sequence, NpgsqlDbType.Bigint);
            await importer.WriteAsync(at, NpgsqlDbType.TimestampTz);
        }
        await importer.CompleteAsync();
        return sequence;
    }
}
