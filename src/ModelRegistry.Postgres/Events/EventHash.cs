using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// The hash of an event: SHA-256 over stream, version, type, time (microseconds since 1970), actor, command id, previous hash and payload,
/// each preceded by its length (4 bytes, big-endian). The same as <c>event_hash</c> in the database.
/// </summary>
internal static class EventHash
{
    public static byte[] Compute(StoredEvent stored, ReadOnlySpan<byte> previous)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sha, Encoding.UTF8.GetBytes(stored.Stream.ToString()));
        Add(sha, stored.Version);
        Add(sha, Encoding.UTF8.GetBytes(stored.Type));
        Add(sha, (stored.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        Add(sha, Encoding.UTF8.GetBytes(stored.Actor));
        Add(sha, stored.CommandId.ToByteArray(bigEndian: true));
        Add(sha, previous);
        Add(sha, stored.Payload.Span);
        return sha.GetHashAndReset();
    }

    private static void Add(IncrementalHash sha, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        Add(sha, bytes);
    }

    private static void Add(IncrementalHash sha, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        sha.AppendData(length);
        sha.AppendData(field);
    }
}
