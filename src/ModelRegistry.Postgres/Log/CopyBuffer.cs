using System.Buffers.Binary;
using System.Text;

namespace ModelRegistry.Postgres.Log;

/// <summary>
/// Rows in the binary format of COPY, written into memory that is used again and again: a signature, rows of fields that each say their length, a
/// trailer; all numbers big-endian. Source: PostgreSQL's documentation of COPY, "Binary Format".
/// </summary>
internal sealed class CopyBuffer
{
    private const int RealType = 700;

    private static readonly long Epoch = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private byte[] _bytes = new byte[128 * 1024];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>The signature, no flags, no extension.</summary>
    public void Start()
    {
        ReadOnlySpan<byte> signature = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];
        signature.CopyTo(Take(signature.Length));
        Take(8).Clear();
    }

    public void StartRow(short fields) => BinaryPrimitives.WriteInt16BigEndian(Take(2), fields);

    /// <summary>The trailer.</summary>
    public void End() => StartRow(-1);

    public void WriteNull() => Raw(-1);

    public void Write(Guid? value)
    {
        if (value is { } id)
            id.TryWriteBytes(Field(16), bigEndian: true, out _);
        else
            WriteNull();
    }

    public void Write(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short)), value);

    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);

    public void Write(double value) => BinaryPrimitives.WriteDoubleBigEndian(Field(sizeof(double)), value);

    /// <summary>As <c>timestamptz</c>: microseconds from the year 2000, what is finer is cut off.</summary>
    public void Write(DateTimeOffset value) => Write((value.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond);

    /// <exception cref="EncoderFallbackException">The text has half of a surrogate pair.</exception>
    public void Write(string? value)
    {
        if (value is not null)
            Utf8.GetBytes(value, Field(Utf8.GetByteCount(value)));
        else
            WriteNull();
    }

    /// <summary>As <c>real[]</c>: one dimension from 1, no nulls; none when it is empty.</summary>
    public void Write(ReadOnlySpan<float> values)
    {
        const int element = sizeof(int) + sizeof(float);
        Raw(values.IsEmpty ? 12 : 20 + values.Length * element);
        Raw(values.IsEmpty ? 0 : 1);
        Raw(0);
        Raw(RealType);
        if (values.IsEmpty)
            return;
        Raw(values.Length);
        Raw(1);
        var room = Take(values.Length * element);
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt32BigEndian(room, sizeof(float));
            BinaryPrimitives.WriteSingleBigEndian(room[sizeof(int)..], value);
            room = room[element..];
        }
    }

    private void Raw(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    private Span<byte> Field(int length)
    {
        Raw(length);
        return Take(length);
    }

    private Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, int.Max(Length + count, _bytes.Length * 2));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
