using System.Buffers;
using System.Data;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Reads an artifact's chunks one after the other, into one buffer: large arrays that are thrown away pile up under many readers.</summary>
internal sealed class ChunkStream(NpgsqlDataSource database, string digest, Guid content, long size) : Stream
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(DatabaseArtifacts.ChunkSize);
    private ReadOnlyMemory<byte> _chunk;
    private bool _disposed;
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

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        base.Dispose(disposing);
    }

    /// <summary>Empty where a chunk is missing: then the content ends early, which is found out as damage.</summary>
    private Task<Memory<byte>> NextAsync(CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT bytes FROM artifact_chunks WHERE content = $1 AND number = $2", content, _next++);
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return Memory<byte>.Empty;
            await using var bytes = await reader.GetStreamAsync(0, cancellationToken);
            return _buffer.AsMemory(0, await bytes.ReadAtLeastAsync(_buffer, (int)bytes.Length, throwOnEndOfStream: true, cancellationToken));
        },
        $"reading artifact {digest}");
}
