using System.Globalization;
using CsvHelper;

namespace ModelRegistry.Learning.Market;

/// <summary>Turns the cells of a row into values, noting what is wrong with each.</summary>
internal sealed class PanelRowParser(PanelColumns columns, PanelAssembler assembler, DefectList defects)
{
    public void Add(CsvParser csv)
    {
        var row = csv.RawRow;
        if (csv.Count != columns.Count)
        {
            defects.Add(row, string.Create(CultureInfo.InvariantCulture, $"{csv.Count} cells; the header has {columns.Count}"));
            return;
        }

        var close = Close(row, csv[columns.Close]);
        var volume = Volume(row, csv[columns.Volume]);
        var filled = Filled(row, csv[columns.Filled]);
        var (day, ticker) = (assembler.Day(csv[columns.Date]), assembler.Ticker(csv[columns.Ticker]));
        if (day < 0) defects.Add(row, $"date '{csv[columns.Date]}' is not a day like 2015-08-24");
        if (ticker < 0) defects.Add(row, "the ticker is empty");
        // A row with a bad value is still there: it must not be reported as missing too.
        if (day >= 0 && ticker >= 0) assembler.Add(new PanelRow(row, day, ticker, close, volume, filled));
    }

    private double Close(int row, string cell)
    {
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var close)) defects.Add(row, $"close '{cell}' is not a number");
        else if (!double.IsFinite(close)) defects.Add(row, $"close {cell} is not finite");
        else if (close <= 0) defects.Add(row, $"close {cell} is not positive");
        return close;
    }

    private long Volume(int row, string cell)
    {
        if (!long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var volume)) defects.Add(row, $"volume '{cell}' is not a whole number");
        else if (volume < 0) defects.Add(row, $"volume {cell} is negative");
        return volume;
    }

    private bool Filled(int row, string cell)
    {
        if (cell is not ("0" or "1")) defects.Add(row, $"filled '{cell}' is neither 0 nor 1");
        return cell is "1";
    }
}
