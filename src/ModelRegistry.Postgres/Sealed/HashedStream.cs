using System.Security.Cryptography;

namespace ModelRegistry.Postgres.Sealed;

/// <summary>Reads another stream once, forward, and knows the length and SHA-256 of what went through.</summary>
/// <param name="inner">The other stream; left open.</param>
/// <param name="read">Told how many bytes have been read so far.</param>
/// <param name="length">How many bytes are read at most, where that is known: they must be there. Who writes where it cannot seek needs to know it before.</param>
internal sealed class HashedStream(Stream inner, Action<long>? read = null, long? length = null) : Stream
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;

    public override bool CanRead => true;

    /// <summary>That is how writers ask whether the length is known; there is no way back.</summary>
    public override bool CanSeek => length is not null;

    public override bool CanWrite => false;

    public override long Length => length ?? throw new NotSupportedException();

    public override long Position
    {
        get => _bytes;
        set => throw new NotSupportedException();
    }

    /// <summary>What was read, as a part of a sealed tar.</summary>
    public SealedPart Describe(string name) => new() { Name = name, Bytes = _bytes, Sha256 = Convert.ToHexStringLower(_sha.GetCurrentHash()) };

    public override int Read(Span<byte> buffer)
    {
        var got = inner.Read(buffer[..Wanted(buffer.Length)]);
        Count(buffer[..got]);
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var got = await inner.ReadAsync(buffer[..Wanted(buffer.Length)], cancellationToken);
        Count(buffer.Span[..got]);
        return got;
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

    private int Wanted(int room) => length is { } most ? (int)Math.Min(room, most - _bytes) : room;

    private void Count(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty && _bytes < length)
            throw new EndOfStreamException($"the content ends after {_bytes} of {length} bytes");
        _sha.AppendData(content);
        _bytes += content.Length;
        read?.Invoke(_bytes);
    }
}
