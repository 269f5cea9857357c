using System.Collections.Frozen;

namespace ModelRegistry.Learning.Market;

/// <summary>Finds the market to learn from: real data in a folder, or a synthetic market where there is none.</summary>
public static class MarketSource
{
    /// <summary>Name of the panel file.</summary>
    public const string PanelFile = "panel.csv.gz";

    /// <summary>Folder of the panel inside a folder of data sets.</summary>
    public const string PanelFolder = "equity_panel_470x5y";

    /// <summary>Folder of the sector labels, beside the panel's.</summary>
    public const string SectorFolder = "sp500_sectors";

    /// <summary>Reads the panel in a folder; the synthetic market of <paramref name="fallback"/> when the folder does not exist.</summary>
    /// <param name="folder">The panel's folder or the one that holds it.</param>
    /// <param name="fallback">What to make up when there is no such folder.</param>
    /// <exception cref="MarketDataException">The folder exists but holds no panel, or what it holds is refused.</exception>
    public static MarketPanel Open(string folder, SyntheticMarketPlan fallback) =>
        Directory.Exists(folder) ? Read(folder) : SyntheticMarket.Create(fallback);

    /// <summary>Reads the panel in a folder, and sectors from beside it.</summary>
    /// <exception cref="MarketDataException">The folder holds no panel, or what it holds is refused.</exception>
    public static MarketPanel Read(string folder)
    {
        string[] places = [Path.Combine(folder, PanelFile), Path.Combine(folder, PanelFolder, PanelFile)];
        var panel = Array.Find(places, File.Exists)
            ?? throw new MarketDataException(folder, [new MarketDefect(0, $"there is neither {places[0]} nor {places[1]}")], 1);
        return MarketPanelReader.Read(panel, Sectors(Path.GetDirectoryName(Path.GetFullPath(panel))!));
    }

    private static FrozenDictionary<string, string> Sectors(string panelFolder)
    {
        var folder = Path.Combine(panelFolder, "..", SectorFolder);
        var file = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).FirstOrDefault() : null;
        return file is null ? FrozenDictionary<string, string>.Empty : SectorFile.Read(file);
    }
}
