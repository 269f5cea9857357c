using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Experiments;

/// <summary>From units to buckets: the same seed and unit always fall into the same bucket, on every host.</summary>
public static class Assignment
{
    private const int StackLimit = 512;

    /// <summary>
    /// The bucket of a unit in [0, <see cref="BucketTable.Size"/>): the first 8 bytes, big-endian, of SHA-256 over the seed, a zero byte
    /// and the unit (both UTF-8), modulo the number of buckets. The bias of the modulus is below 10⁻¹⁵.
    /// </summary>
    public static int BucketOf(ReadOnlySpan<char> seed, ReadOnlySpan<char> unit)
    {
        var limit = Encoding.UTF8.GetMaxByteCount(seed.Length) + 1 + Encoding.UTF8.GetMaxByteCount(unit.Length);
        if (limit <= StackLimit)
            return Hash(seed, unit, stackalloc byte[StackLimit]);

        var rented = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            return Hash(seed, unit, rented);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int Hash(ReadOnlySpan<char> seed, ReadOnlySpan<char> unit, Span<byte> buffer)
    {
        var length = Encoding.UTF8.GetBytes(seed, buffer);
        buffer[length++] = 0;
        length += Encoding.UTF8.GetBytes(unit, buffer[length..]);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..length], digest);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(digest) % BucketTable.Size);
    }
}
