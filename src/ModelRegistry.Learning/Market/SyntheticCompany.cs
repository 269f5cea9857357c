namespace ModelRegistry.Learning.Market;

/// <summary>One made-up company and where its price stands.</summary>
internal sealed class SyntheticCompany(int sector, SeededNoise random)
{
    /// <summary>Prices do not fall below this, in currency.</summary>
    private const double LowestPrice = 1;

    private readonly double _usualVolume = 500_000 + (9_500_000 * random.Uniform());
    private double _price = 15 + (135 * random.Uniform());

    public int Sector => sector;

    /// <summary>Sensitivity to the market factor.</summary>
    public double Beta { get; } = 0.6 + (0.8 * random.Uniform());

    /// <summary>Standard deviation of what is its own, per day.</summary>
    public double Volatility { get; } = 0.007 + (0.010 * random.Uniform());

    /// <summary>The close after a move, in whole cents.</summary>
    public double Move(double fraction)
    {
        _price = Math.Max(LowestPrice, _price * (1 + fraction));
        return Math.Round(_price, 2);
    }

    /// <summary>Shares traded: more on days of large moves.</summary>
    public long Traded(double fraction, double uniform) => (long)(_usualVolume * (0.6 + (0.8 * uniform)) * (1 + (20 * Math.Abs(fraction))));
}
