using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ModelRegistry.Learning.Market;

/// <summary>
/// Reads a market panel from CSV with the columns date (yyyy-MM-dd), ticker, close_split_adj, volume, filled (0 or 1), in any order of columns and
/// rows; gzip where the name ends in .gz.
/// </summary>
public static class MarketPanelReader
{
    /// <summary>Longest cell; a quote that is never closed ends here instead of swallowing the file.</summary>
    private const int MaximumCell = 256;

    /// <summary>Reads and checks a panel.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sectors">Sector by ticker; tickers without one are in <see cref="SectorFile.Unknown"/>.</param>
    /// <exception cref="MarketDataException">Anything wrong: duplicates, holes, impossible or unreadable values; all of them, by row, up to a bound.</exception>
    public static MarketPanel Read(string path, FrozenDictionary<string, string> sectors)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return Read(stream, path, sectors);
    }

    /// <summary>Reads and checks a panel from uncompressed CSV in UTF-8.</summary>
    internal static MarketPanel Read(Stream stream, string source, FrozenDictionary<string, string> sectors)
    {
        var defects = new DefectList(source);
        var assembler = new PanelAssembler(defects);
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        using var csv = new CsvParser(reader, Configuration());
        try
        {
            Read(csv, assembler, defects);
        }
        catch (Exception e) when (e is InvalidDataException or CsvHelperException or DecoderFallbackException)
        {
            defects.Add(csv.RawRow, $"the file cannot be read on from here: {e.Message}");
            defects.ThrowIfAny(e);
        }

        return new MarketPanel(assembler.Assemble(source, sectors));
    }

    private static void Read(CsvParser csv, PanelAssembler assembler, DefectList defects)
    {
        if (!csv.Read()) defects.Add(1, "the file is empty: a header and rows are expected");
        else if (PanelColumns.Of(csv.Record!, defects) is { } columns)
        {
            var rows = new PanelRowParser(columns, assembler, defects);
            while (csv.Read()) rows.Add(csv);
        }

        if (assembler.Count == 0) defects.Add(1, "there are no rows");
    }

    internal static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture)
    {
        BufferSize = 1 << 16,
        CacheFields = true,
        MaxFieldSize = MaximumCell,
        ExceptionMessagesContainRawData = false,
        BadDataFound = null,
    };
}
