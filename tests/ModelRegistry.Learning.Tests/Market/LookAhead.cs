using System.Runtime.InteropServices;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

/// <summary>Catches features that know the future.</summary>
internal static class LookAhead
{
    /// <summary>
    /// Name of the first feature, and the day, whose bits differ between two markets that are equal up to <paramref name="lastEqual"/>; null when there is none.
    /// </summary>
    public static string? Find(Func<MarketPanel, FeatureMatrix> build, MarketPanel market, MarketPanel other, int lastEqual)
    {
        var (before, after) = (build(market), build(other));
        var values = before.Rows(0, lastEqual + 1);
        var same = MemoryMarshal.Cast<float, int>(values).CommonPrefixLength(MemoryMarshal.Cast<float, int>(after.Rows(0, lastEqual + 1)));
        return same == values.Length
            ? null
            : $"{before.Features[same % before.FeatureCount].Name} on day {same / before.FeatureCount / before.TickerCount}";
    }
}
