using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// SHA-256 of a panel's content in a canonical form: a title, both counts, days as ISO dates, symbols and sectors with their lengths, then closes
/// (IEEE 754), volumes (64 bit) and filled flags (a byte each), day by day in ticker order; all numbers little-endian.
/// </summary>
internal static class PanelHash
{
    public static string Of(MarketPanel panel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, "market-panel/1");
        Number(hash, panel.DayCount);
        Number(hash, panel.TickerCount);
        foreach (var day in panel.Days) Text(hash, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (var ticker in panel.Tickers) Text(hash, ticker);
        foreach (var sector in panel.Sectors) Text(hash, sector);
        LittleEndian(hash, MemoryMarshal.Cast<double, long>(panel.Close));
        LittleEndian(hash, panel.Volume);
        hash.AppendData(MemoryMarshal.AsBytes(panel.Filled));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void LittleEndian(IncrementalHash hash, ReadOnlySpan<long> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            var swapped = new long[values.Length];
            BinaryPrimitives.ReverseEndianness(values, swapped);
            values = swapped;
        }

        hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
