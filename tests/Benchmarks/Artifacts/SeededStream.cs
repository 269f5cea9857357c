namespace Benchmarks.Artifacts;

/// <summary>Bytes that follow from a seed and do not compress, without being anywhere.</summary>
internal sealed class SeededStream(int seed, long length) : Stream
{
    private ulong _state = ((ulong)seed * 0x9E3779B97F4A7C15) | 1;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var filled = (int)Math.Min(count, length - _read);
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(buffer.AsSpan(offset, filled));
        for (var i = 0; i < words.Length; i++)
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            words[i] = _state ^= _state << 17;
        }

        _read += filled;
        return filled;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
