using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Monitoring;

/// <summary>Ids that follow from what they name, so that whatever is done twice after a crash is the same thing.</summary>
public static class DerivedId
{
    /// <summary>A UUID of version 8: the first 122 bits of SHA-256 over the parts, each prefixed with its length in bytes.</summary>
    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }
}
