namespace ModelRegistry.Core.Tests.Reference;

/// <summary>The generator behind the reference inputs: bit-exact on every machine.</summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Irwin–Hall approximation of a standard normal: twelve uniforms added left to right, minus six.</summary>
    public double Normal()
    {
        var sum = 0.0;
        for (var i = 0; i < 12; i++) sum += Uniform();
        return sum - 6.0;
    }

    public double Normal(double mean, double deviation) => mean + (deviation * Normal());

    /// <summary>1 with probability <paramref name="p"/>, otherwise 0.</summary>
    public double Bernoulli(double p) => Uniform() < p ? 1 : 0;

    public double Exponential(double scale) => -Math.Log(1 - Uniform()) * scale;

    /// <summary>That many values, in order.</summary>
    public static double[] Fill(int count, Func<double> next)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = next();
        return values;
    }
}
