namespace ModelRegistry.Learning.Market;

/// <summary>A market to make up: the defaults have the shape of the real panel.</summary>
public sealed record SyntheticMarketPlan
{
    /// <value>1.</value>
    public ulong Seed { get; init; } = 1;

    /// <value>470.</value>
    public int Tickers { get; init; } = 470;

    /// <value>11, as the S&amp;P 500 has.</value>
    public int Sectors { get; init; } = 11;

    /// <summary>Trading days begin here.</summary>
    /// <value>2013-02-08.</value>
    public DateOnly FirstDay { get; init; } = new(2013, 2, 8);

    /// <summary>Trading days end here.</summary>
    /// <value>2018-02-07.</value>
    public DateOnly LastDay { get; init; } = new(2018, 2, 7);

    /// <summary>The regime breaks on this day: volatility is multiplied from here on.</summary>
    /// <value>2018-02-01, five trading days before the end.</value>
    public DateOnly BreakDay { get; init; } = new(2018, 2, 1);

    /// <summary>Factor by which volatility jumps.</summary>
    /// <value>4.</value>
    public double BreakFactor { get; init; } = 4;
}
