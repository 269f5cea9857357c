using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// The root over the heads of streams, as RFC 6962 makes one: a leaf is SHA-256 of 0x00 and the head, a node of 0x01 and its two children, and one
/// that is left over moves up as it is. Without heads it is SHA-256 of nothing.
/// </summary>
internal static class MerkleRoot
{
    public static byte[] Of(IEnumerable<CheckpointHead> heads)
    {
        byte[][] level = [.. heads.Select(Leaf)];
        if (level.Length == 0)
            return SHA256.HashData([]);
        while (level.Length > 1)
            level = [.. level.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : SHA256.HashData([1, .. pair[0], .. pair[1]]))];
        return level[0];
    }

    private static byte[] Leaf(CheckpointHead head)
    {
        var version = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(version, head.Version);
        return SHA256.HashData([0, .. Encoding.UTF8.GetBytes($"{head.Kind}/{head.Id:D}\n"), .. version, .. Convert.FromHexString(head.Hash)]);
    }
}
