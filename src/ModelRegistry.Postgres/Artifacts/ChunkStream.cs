using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Reads an artifact's chunks one after the other.</summary>
internal sealed class ChunkStream(NpgsqlDataSource database, string digest, Guid content, long size) : Stream
{
    private ReadOnlyMemory<byte> _chunk;
    private int _next;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_chunk.IsEmpty && _read < size)
            _chunk = await NextAsync(cancellationToken);
        var taken = Math.Min(buffer.Length, _chunk.Length);
        _chunk[..taken].CopyTo(buffer);
        _chunk = _chunk[taken..];
        _read += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a chunk comes over the network; use ReadAsync");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Empty where a chunk is missing: then the content ends early, which is found out as damage.</summary>
    private Task<byte[]> NextAsync(CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT bytes FROM artifact_chunks WHERE content = $1 AND number = $2", content, _next++);
            return await command.ExecuteScalarAsync(cancellationToken) as byte[] ?? [];
        },
        $"reading artifact {digest}");
}
