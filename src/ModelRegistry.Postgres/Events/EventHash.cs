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
    private const int PreviousLength = 32;

    public static byte[] Compute(StoredEvent stored, ReadOnlySpan<byte> previous)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, stored.Payload.Length);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Prefix(stored.Stream, stored.Version, stored.Type, stored.At, stored.Actor, stored.CommandId));
        sha.AppendData(previous);
        sha.AppendData(length);
        sha.AppendData(stored.Payload.Span);
        return sha.GetHashAndReset();
    }

    /// <summary>What is hashed before the bytes of the previous hash; their length is the last of it.</summary>
    public static byte[] Prefix(StreamId stream, long version, string type, DateTimeOffset at, string actor, Guid commandId)
    {
        using var fields = new MemoryStream(192);
        Add(fields, Encoding.UTF8.GetBytes(stream.ToString()));
        Add(fields, version);
        Add(fields, Encoding.UTF8.GetBytes(type));
        Add(fields, (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        Add(fields, Encoding.UTF8.GetBytes(actor));
        Add(fields, commandId.ToByteArray(bigEndian: true));
        AddLength(fields, version == 1 ? 0 : PreviousLength);
        return fields.ToArray();
    }

    private static void Add(MemoryStream fields, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        Add(fields, bytes);
    }

    private static void Add(MemoryStream fields, ReadOnlySpan<byte> field)
    {
        AddLength(fields, field.Length);
        fields.Write(field);
    }

    private static void AddLength(MemoryStream fields, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        fields.Write(bytes);
    }
}
