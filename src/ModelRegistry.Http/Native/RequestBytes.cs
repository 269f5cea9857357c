using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace ModelRegistry.Http.Native;

/// <summary>The whole body of a request in one pooled piece.</summary>
internal sealed class RequestBytes : IDisposable
{
    /// <summary>Bytes of the longest body.</summary>
    public const int Most = 64 << 20;

    private byte[] _buffer;
    private int _length;

    private RequestBytes(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <exception cref="BadHttpRequestException">413: longer than <see cref="Most"/>.</exception>
    public static async Task<RequestBytes> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > Most)
            throw TooLong();
        var bytes = new RequestBytes((int)(http.Request.ContentLength ?? 64 << 10) + 1);
        int read;
        while ((read = await http.Request.Body.ReadAsync(bytes._buffer.AsMemory(bytes._length), http.RequestAborted)) > 0)
        {
            bytes._length += read;
            if (bytes._length > Most)
                throw TooLong();
            if (bytes._length == bytes._buffer.Length)
                bytes.Grow();
        }

        return bytes;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static BadHttpRequestException TooLong() => new($"the body is longer than the {Most} bytes that are taken", 413);
}
