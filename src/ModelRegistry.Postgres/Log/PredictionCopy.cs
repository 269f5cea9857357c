using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Log;

/// <summary>Binary COPY of numbered rows into <c>predictions</c>.</summary>
internal static class PredictionCopy
{
    private const string Command = """
        COPY predictions (prediction_id, model_id, version, role, experiment_id, variant, entity, as_of, unit, score, features, writer, seq, arrived_at)
        FROM STDIN (FORMAT BINARY)
        """;

    /// <summary>Copies the rows as <paramref name="after"/> + 1, + 2, … of the writer, within the connection's transaction.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, long writer, long after, ReadOnlyMemory<PendingRow> rows, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync(Command, cancellationToken);
        for (var i = 0; i < rows.Length; i++)
        {
            var (owner, row) = rows.Span[i];
            await importer.StartRowAsync(cancellationToken);
            await WriteIdentityAsync(importer, row);
            await importer.WriteAsync(row.Entity, NpgsqlDbType.Text);
            await importer.WriteAsync(row.AsOf.UtcDateTime, NpgsqlDbType.TimestampTz);
            await importer.WriteAsync(row.Unit, NpgsqlDbType.Text);
            await importer.WriteAsync(row.Score, NpgsqlDbType.Double);
            await importer.WriteAsync(row.Features, NpgsqlDbType.Array | NpgsqlDbType.Real);
            await importer.WriteAsync(writer, NpgsqlDbType.Bigint);
            await importer.WriteAsync(after + 1 + i, NpgsqlDbType.Bigint);
            await importer.WriteAsync(owner.ArrivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        await importer.CompleteAsync(cancellationToken);
    }

    private static async Task WriteIdentityAsync(NpgsqlBinaryImporter importer, PredictionRow row)
    {
        await importer.WriteAsync(row.PredictionId, NpgsqlDbType.Uuid);
        await importer.WriteAsync(row.ModelId, NpgsqlDbType.Uuid);
        await importer.WriteAsync(row.Version, NpgsqlDbType.Integer);
        await importer.WriteAsync((short)row.Role, NpgsqlDbType.Smallint);
        if (row.ExperimentId is { } experiment)
            await importer.WriteAsync(experiment, NpgsqlDbType.Uuid);
        else
            await importer.WriteNullAsync();
        if (row.Variant is { } variant)
            await importer.WriteAsync(variant, NpgsqlDbType.Text);
        else
            await importer.WriteNullAsync();
    }
}
