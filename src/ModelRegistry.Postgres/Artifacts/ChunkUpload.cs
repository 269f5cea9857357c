using System.Buffers;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Chunks that become the content of an artifact. They are not synced one by one: the commit that publishes them syncs them all.</summary>
internal sealed class ChunkUpload : IArtifactUpload
{
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly Guid _content;
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(DatabaseArtifacts.ChunkSize);
    private int _filled;
    private int _chunks;
    private bool _published;

    private ChunkUpload(NpgsqlDataSource database, TimeProvider clock) => (_database, _clock, _content) = (database, clock, Guid.CreateVersion7(clock.GetUtcNow()));

    public static async Task<IArtifactUpload> BeginAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var upload = new ChunkUpload(database, clock);
        await upload.SendAsync("INSERT INTO artifact_uploads (content, touched_at) VALUES ($1, $2)", cancellationToken, upload._content, clock.GetUtcNow());
        return upload;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, DatabaseArtifacts.ChunkSize - _filled);
            bytes[..taken].CopyTo(_chunk.AsMemory(_filled));
            bytes = bytes[taken..];
            if ((_filled += taken) == DatabaseArtifacts.ChunkSize)
                await FlushAsync(cancellationToken);
        }
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => _filled > 0 ? FlushAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Content that is there and whole stays: somebody may be reading it.</summary>
    public async Task PublishAsync(NpgsqlConnection transaction, string digest)
    {
        await using var command = transaction.Command("SELECT publish_artifact($1, $2)", digest, _content);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
        _published = true;
    }

    public async ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_chunk);
        if (!_published)
            await RemoveAsync();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var kept = await SendAsync("""
            WITH upload AS (UPDATE artifact_uploads SET touched_at = $4 WHERE content = $1 RETURNING content)
            INSERT INTO artifact_chunks (content, number, bytes) SELECT content, $2, $3 FROM upload
            """, cancellationToken, _content, _chunks, _chunk.AsMemory(0, _filled), _clock.GetUtcNow());
        if (kept == 0)
            throw new IOException("the upload stood still for so long that it was given up; begin it again");
        (_chunks, _filled) = (_chunks + 1, 0);
    }

    private Task<int> SendAsync(string sql, CancellationToken cancellationToken, params object[] values) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var batch = _database.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"));
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(Events.ProjectionBatch.Parameter(value));
            batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return (int)command.RecordsAffected;
        },
        "receiving an artifact");

    /// <summary>What cannot be removed now is swept later.</summary>
    private async Task RemoveAsync()
    {
        try
        {
            await SendAsync("WITH broken AS (DELETE FROM artifact_uploads WHERE content = $1) DELETE FROM artifact_chunks WHERE content = $1", CancellationToken.None, _content);
        }
        catch (StoreUnavailableException)
        {
            return;
        }
    }
}
