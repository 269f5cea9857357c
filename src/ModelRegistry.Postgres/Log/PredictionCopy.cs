using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// Binary COPY of numbered rows into <c>predictions</c>. The rows are put into the format here and sent in pieces:
/// <see cref="NpgsqlBinaryImporter"/> takes an awaited call for each of the fourteen fields of a row.
/// </summary>
internal sealed class PredictionCopy
{
    private const short Fields = 14;
    private const int Piece = 64 * 1024;
    private const string Command = """
        COPY predictions (prediction_id, model_id, version, role, experiment_id, variant, entity, as_of, unit, score, features, writer, seq, arrived_at)
        FROM STDIN (FORMAT BINARY)
        """;

    private readonly CopyBuffer _buffer = new();

    /// <summary>Copies the rows as <paramref name="after"/> + 1, + 2, … of the writer, within the connection's transaction.</summary>
    public async Task WriteAsync(
        NpgsqlConnection connection, long writer, long after, ReadOnlyMemory<PendingRow> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync(Command, cancellationToken);
        try
        {
            _buffer.Clear();
            _buffer.Start();
            for (var i = 0; i < rows.Length;)
            {
                for (; i < rows.Length && _buffer.Length < Piece; i++)
                    Write(rows.Span[i], writer, after + 1 + i);
                await SendAsync(copy, cancellationToken);
            }
            _buffer.End();
            await SendAsync(copy, cancellationToken);
        }
        catch
        {
            await copy.CancelAsync();
            throw;
        }
    }

    private async Task SendAsync(NpgsqlRawCopyStream copy, CancellationToken cancellationToken)
    {
        await copy.WriteAsync(_buffer.Written, cancellationToken);
        _buffer.Clear();
    }

    private void Write(PendingRow pending, long writer, long sequence)
    {
        var row = pending.Row;
        _buffer.StartRow(Fields);
        _buffer.Write(row.PredictionId);
        _buffer.Write(row.ModelId);
        _buffer.Write(row.Version);
        _buffer.Write((short)row.Role);
        _buffer.Write(row.ExperimentId);
        _buffer.Write(row.Variant);
        _buffer.Write(row.Entity);
        _buffer.Write(row.AsOf);
        _buffer.Write(row.Unit);
        _buffer.Write(row.Score);
        _buffer.Write(row.Features);
        _buffer.Write(writer);
        _buffer.Write(sequence);
        _buffer.Write(pending.Owner.ArrivedAt);
    }
}
