using System.Security.Cryptography;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Hands out content from front to back; the piece that completes it only when all of it is what the digest says.</summary>
/// <param name="content">Disposed with this.</param>
/// <param name="digest">SHA-256, lower-case hex.</param>
/// <param name="size">Bytes that the content has.</param>
internal sealed class VerifiedStream(Stream content, string digest, long size) : Stream
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;
    private bool _verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.Length == 0 ? 0 : Take(buffer, await content.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => buffer.Length == 0 ? 0 : Take(buffer[..content.Read(buffer)]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sha.Dispose();
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(Memory<byte> buffer, int length) => Take(buffer.Span[..length]);

    private int Take(ReadOnlySpan<byte> piece)
    {
        _sha.AppendData(piece);
        _read += piece.Length;
        if ((_read >= size || piece.IsEmpty) && !_verified)
            Verify();
        return piece.Length;
    }

    private void Verify()
    {
        var actual = Convert.ToHexStringLower(_sha.GetCurrentHash());
        if (_read != size || !string.Equals(actual, digest, StringComparison.Ordinal))
            throw new CorruptArtifactException(digest, actual);
        _verified = true;
    }
}
