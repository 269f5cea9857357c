using System.Collections.Immutable;
using System.Globalization;

namespace ModelRegistry.Learning.Market;

/// <summary>What whoever reads figures from a panel should know first, in sentences.</summary>
public static class MarketCaveats
{
    public static ImmutableArray<string> Of(MarketPanel panel)
    {
        if (panel.Synthetic) return [string.Create(CultureInfo.InvariantCulture, $"This market is made up ({panel.Source}): its figures show how the system works, not what it can earn.")];
        var quality = panel.Quality;
        var unlabelled = panel.Sectors.Count(sector => string.Equals(sector, SectorFile.Unknown, StringComparison.Ordinal));
        var caveats = ImmutableArray.CreateBuilder<string>();
        caveats.Add(Text($"Survivorship: only the {panel.TickerCount} tickers that have every day to {panel.Days[^1]:yyyy-MM-dd} are here; those that failed or were taken over are not."));
        caveats.Add("Sectors are one label for all days, as it was known at the end: a small look-ahead.");
        caveats.Add("Prices are adjusted for splits, not for dividends.");
        if (unlabelled > 0) caveats.Add(Text($"{unlabelled} of {panel.TickerCount} tickers have no sector label; they are ranked as one sector."));
        if (quality.AbsentDays.Length > 0)
            caveats.Add(Text($"Market days absent: {string.Join(", ", quality.AbsentDays.Select(Iso))}. Returns across them span more than a day."));
        if (quality.UnexpectedDays.Length > 0) caveats.Add(Text($"Days on which the exchange was closed: {string.Join(", ", quality.UnexpectedDays.Select(Iso))}."));
        if (quality.FilledRows.Length > 0) caveats.Add(Text($"{quality.FilledRows.Length} rows carry over the values of the day before."));
        return caveats.ToImmutable();
    }

    private static string Iso(DateOnly day) => Text($"{day:yyyy-MM-dd}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
