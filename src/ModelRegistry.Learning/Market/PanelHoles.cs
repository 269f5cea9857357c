using System.Globalization;

namespace ModelRegistry.Learning.Market;

/// <summary>Finds tickers that lack a day which others have.</summary>
internal sealed class PanelHoles(DateOnly[] days, string[] tickers, DefectList defects)
{
    /// <param name="lines">Line of every day × ticker in the file; 0 for a hole.</param>
    public void Check(int[] lines)
    {
        for (var day = 0; day < days.Length; day++)
        {
            var today = lines.AsSpan(day * tickers.Length, tickers.Length);
            var holes = today.Count(0);
            if (holes == 0) continue;
            if (defects.IsFull)
            {
                defects.AddUnnamed(holes);
                continue;
            }

            for (var ticker = 0; ticker < tickers.Length; ticker++)
            {
                if (today[ticker] != 0) continue;
                defects.Add(LineBefore(lines, day, ticker), string.Create(CultureInfo.InvariantCulture,
                    $"after this row {tickers[ticker]} lacks {days[day]:yyyy-MM-dd}, a day that {tickers.Length - holes} of {tickers.Length} tickers have"));
            }
        }
    }

    private int LineBefore(int[] lines, int day, int ticker)
    {
        for (var before = day - 1; before >= 0; before--)
        {
            var line = lines[(before * tickers.Length) + ticker];
            if (line != 0) return line;
        }

        return 0;
    }
}
