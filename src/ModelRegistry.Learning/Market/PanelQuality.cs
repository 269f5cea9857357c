using System.Collections.Immutable;

namespace ModelRegistry.Learning.Market;

/// <summary>Oddities of a panel that do not make it wrong, for whoever reads its figures.</summary>
public sealed record PanelQuality
{
    /// <summary>Days on which the exchange was open, between the first day and the last, that the panel lacks. Returns across them span more than a day.</summary>
    public ImmutableArray<DateOnly> AbsentDays { get; init; } = [];

    /// <summary>Days of the panel on which the exchange was closed.</summary>
    public ImmutableArray<DateOnly> UnexpectedDays { get; init; } = [];

    /// <summary>Rows whose values were carried over from the day before.</summary>
    public ImmutableArray<FilledRow> FilledRows { get; init; } = [];

    internal static PanelQuality Of(MarketPanel panel)
    {
        var expected = NyseCalendar.TradingDays(panel.Days[0], panel.Days[^1]).ToHashSet();
        var filled = ImmutableArray.CreateBuilder<FilledRow>();
        for (var row = 0; row < panel.Filled.Length; row++)
        {
            if (panel.Filled[row]) filled.Add(new FilledRow(panel.Days[row / panel.TickerCount], panel.Tickers[row % panel.TickerCount]));
        }

        return new PanelQuality
        {
            AbsentDays = [.. expected.Except(panel.Days).Order()],
            UnexpectedDays = [.. panel.Days.Where(day => !expected.Contains(day))],
            FilledRows = filled.ToImmutable(),
        };
    }
}
