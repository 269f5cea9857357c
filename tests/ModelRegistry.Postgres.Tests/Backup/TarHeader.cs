using System.Buffers.Binary;

namespace ModelRegistry.Postgres.Tests.Backup;

/// <summary>Changes the header of an entry in a tar.</summary>
internal static class TarHeader
{
    /// <summary>Bytes.</summary>
    public const int Length = 512;

    /// <summary>Writes a size in base 256, as long ones are, and the checksum to go with it.</summary>
    public static void Resize(Span<byte> header, long size)
    {
        header[124..136].Clear();
        header[124] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(header[128..136], size);
        header[148..156].Fill((byte)' ');
        var sum = 0;
        foreach (var one in header)
            sum += one;
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }
}
