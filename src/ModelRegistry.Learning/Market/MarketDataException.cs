using System.Collections.Immutable;
using System.Globalization;

namespace ModelRegistry.Learning.Market;

/// <summary>Market data that is refused, with every reason up to a bound.</summary>
public sealed class MarketDataException : Exception
{
    internal MarketDataException(string source, ImmutableArray<MarketDefect> defects, long total, Exception? inner = null)
        : base(Describe(source, defects, total), inner) => (DataSource, Defects, Total) = (source, defects, total);

    /// <summary>The file.</summary>
    public string DataSource { get; }

    /// <summary>What is wrong, by row; at most <see cref="DefectList.Bound"/> of them.</summary>
    public ImmutableArray<MarketDefect> Defects { get; }

    /// <summary>How many defects there are in all.</summary>
    public long Total { get; }

    private static string Describe(string source, ImmutableArray<MarketDefect> defects, long total)
    {
        var lines = defects.Select(d => string.Create(CultureInfo.InvariantCulture, $"row {d.Row}: {d.Reason}"));
        var rest = total > defects.Length ? string.Create(CultureInfo.InvariantCulture, $"\n…and {total - defects.Length} more") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{source} is refused for {total} defect{(total == 1 ? "" : "s")}:\n{string.Join('\n', lines)}{rest}");
    }
}
