using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using CsvHelper;

namespace ModelRegistry.Learning.Market;

/// <summary>Reads sector labels from a CSV with the columns Symbol and Sector; other columns are not looked at.</summary>
public static class SectorFile
{
    /// <summary>Sector of a ticker that has no label.</summary>
    public const string Unknown = "Unknown";

    /// <exception cref="MarketDataException">A column is missing, or a symbol is empty or has two sectors.</exception>
    public static FrozenDictionary<string, string> Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        using var csv = new CsvParser(reader, MarketPanelReader.Configuration());
        var defects = new DefectList(path);
        var sectors = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            if (Columns(csv, defects) is var (symbol, sector))
            {
                while (csv.Read()) Add(csv, symbol, sector, sectors, defects);
            }
        }
        catch (CsvHelperException e)
        {
            defects.Add(csv.RawRow, $"the file cannot be read on from here: {e.Message}");
        }

        defects.ThrowIfAny();
        return sectors.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static (int Symbol, int Sector)? Columns(CsvParser csv, DefectList defects)
    {
        string[] header = csv.Read() ? csv.Record! : [];
        var (symbol, sector) = (Array.IndexOf(header, "Symbol"), Array.IndexOf(header, "Sector"));
        if (symbol >= 0 && sector >= 0) return (symbol, sector);
        defects.Add(1, $"the header must name 'Symbol' and 'Sector'; it is: {string.Join(',', header)}");
        return null;
    }

    private static void Add(CsvParser csv, int symbol, int sector, Dictionary<string, string> sectors, DefectList defects)
    {
        if (csv.Count <= Math.Max(symbol, sector) || csv[symbol].Length == 0 || csv[sector].Length == 0)
            defects.Add(csv.RawRow, "symbol or sector is empty");
        else if (!sectors.TryAdd(csv[symbol], csv[sector]) && !string.Equals(sectors[csv[symbol]], csv[sector], StringComparison.Ordinal))
            defects.Add(csv.RawRow, string.Create(CultureInfo.InvariantCulture, $"{csv[symbol]} is in '{csv[sector]}' here and in '{sectors[csv[symbol]]}' before"));
    }
}
