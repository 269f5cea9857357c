using System.Security.Cryptography;

namespace ModelRegistry.Postgres.Backup;

/// <summary>Reads another stream once, forward, and knows the length and SHA-256 of what went through.</summary>
/// <param name="read">Told how many bytes have been read so far.</param>
internal sealed class HashedStream(Stream inner, Action<long>? read = null) : Stream
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _bytes;
        set => throw new NotSupportedException();
    }

    /// <summary>What was read, as a part of a backup.</summary>
    public BackupPart Describe(string name) => new() { Name = name, Bytes = _bytes, Sha256 = Convert.ToHexStringLower(_sha.GetCurrentHash()) };

    public override int Read(Span<byte> buffer)
    {
        var length = inner.Read(buffer);
        Count(buffer[..length]);
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..length]);
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _sha.Dispose();
        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> content)
    {
        _sha.AppendData(content);
        _bytes += content.Length;
        read?.Invoke(_bytes);
    }
}
