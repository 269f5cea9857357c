namespace ModelRegistry.Learning.Market;

/// <summary>Where each column of a panel file is.</summary>
internal sealed record PanelColumns(int Count, int Date, int Ticker, int Close, int Volume, int Filled)
{
    private static readonly string[] Names = ["date", "ticker", "close_split_adj", "volume", "filled"];

    /// <summary>Null, with the defects noted, when a column is missing or there twice.</summary>
    public static PanelColumns? Of(string[] header, DefectList defects)
    {
        var found = new int[Names.Length];
        var complete = true;
        for (var i = 0; i < Names.Length; i++)
        {
            found[i] = Array.IndexOf(header, Names[i]);
            if (found[i] >= 0 && Array.LastIndexOf(header, Names[i]) == found[i]) continue;
            defects.Add(1, $"the header must name '{Names[i]}' once; it is: {string.Join(',', header)}");
            complete = false;
        }

        return complete ? new PanelColumns(header.Length, found[0], found[1], found[2], found[3], found[4]) : null;
    }
}
