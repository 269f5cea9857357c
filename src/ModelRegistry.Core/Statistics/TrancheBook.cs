namespace ModelRegistry.Core.Statistics;

/// <summary>Positions of a long-short portfolio, one row a tranche, valued at the last close as fractions of the capital.</summary>
internal sealed class TrancheBook(int assets, LongShortPlan plan)
{
    private readonly double[] _positions = new double[plan.Tranches * assets];
    private readonly double[] _target = new double[assets];
    private readonly int[] _buckets = new int[assets];

    /// <summary>Moves every position by the day's return and says what was earned.</summary>
    public double Earn(ReadOnlySpan<double> returns, int day)
    {
        var earned = 0.0;
        for (var i = 0; i < _positions.Length; i++)
        {
            if (_positions[i] == 0) continue;
            var change = _positions[i] * returns[i % assets];
            if (!double.IsFinite(change)) throw new ArgumentException($"Asset {i % assets} is held on day {day} and its return is {returns[i % assets]}");
            earned += change;
            _positions[i] += change;
        }

        return earned;
    }

    /// <summary>Replaces the tranche whose days are over by today's; the value traded.</summary>
    public double Trade(ReadOnlySpan<double> scores, int day)
    {
        Quantiles.Assign(scores, plan.Buckets, _buckets);
        SetTarget();
        var tranche = _positions.AsSpan(day % plan.Tranches * assets, assets);
        var traded = 0.0;
        for (var i = 0; i < assets; i++) traded += Math.Abs(_target[i] - tranche[i]);
        _target.CopyTo(tranche);
        return traded;
    }

    private void SetTarget()
    {
        var (top, bottom) = (_buckets.AsSpan().Count(plan.Buckets), _buckets.AsSpan().Count(1));
        Array.Clear(_target);
        if (top == 0 || bottom == 0) return;
        for (var i = 0; i < assets; i++)
        {
            if (_buckets[i] == plan.Buckets) _target[i] = 1.0 / (top * plan.Tranches);
            else if (_buckets[i] == 1) _target[i] = -1.0 / (bottom * plan.Tranches);
        }
    }
}
