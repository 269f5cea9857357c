namespace ModelRegistry.Learning.Market;

/// <summary>
/// What a model is asked for: the return of the next <see cref="Horizon"/> days. Laid out as the panel; NaN on the last <see cref="Horizon"/> days, whose
/// future is not there. The label of day d is known at the close of day d + <see cref="Horizon"/>.
/// </summary>
public sealed class Labels
{
    private readonly float[] _ranked;
    private readonly double[] _forwardReturn;
    private readonly int _tickers;

    internal Labels(int tickers, int horizon, float[] ranked, double[] forwardReturn) =>
        (_tickers, Horizon, _ranked, _forwardReturn) = (tickers, horizon, ranked, forwardReturn);

    /// <summary>Panel days from the day of a row to the close its return ends on.</summary>
    public int Horizon { get; }

    /// <summary>Rank of the return within its day, centred: (average rank − ½) / n − ½, in (−½, ½).</summary>
    public ReadOnlySpan<float> Ranked => _ranked;

    /// <summary>close[d + horizon] / close[d] − 1.</summary>
    public ReadOnlySpan<double> ForwardReturn => _forwardReturn;

    /// <summary>Ranked labels of consecutive days.</summary>
    public ReadOnlySpan<float> RankedOf(int firstDay, int days) => _ranked.AsSpan(firstDay * _tickers, days * _tickers);

    /// <summary>Forward returns of consecutive days.</summary>
    public ReadOnlySpan<double> ForwardReturnOf(int firstDay, int days) => _forwardReturn.AsSpan(firstDay * _tickers, days * _tickers);
}
