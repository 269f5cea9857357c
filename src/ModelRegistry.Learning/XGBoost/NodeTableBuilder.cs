namespace ModelRegistry.Learning.XGBoost;

/// <summary>Fills a <see cref="NodeTable"/>.</summary>
internal sealed class NodeTableBuilder
{
    private readonly List<uint> _split = [];
    private readonly List<float> _threshold = [];
    private readonly List<int> _left = [];
    private readonly List<float> _value = [];

    public int Count => _split.Count;

    /// <summary>Makes room for neighbours and returns the first.</summary>
    public int Reserve(int count)
    {
        var first = Count;
        for (var i = 0; i < count; i++)
        {
            _split.Add(0);
            _threshold.Add(float.NaN);
            _left.Add(first + i - 1);
            _value.Add(0);
        }

        return first;
    }

    public void SetLeaf(int slot, float value) => _value[slot] = value;

    /// <returns>Where the left and the right child belong.</returns>
    public (int Left, int Right) SetSplit(int slot, int feature, float threshold, bool missingLeft)
    {
        var first = Reserve(2);
        _left[slot] = first;
        _split[slot] = missingLeft ? (uint)feature | NodeTable.Negated : (uint)feature;
        _threshold[slot] = missingLeft ? MathF.BitIncrement(-threshold) : threshold;
        return missingLeft ? (first + 1, first) : (first, first + 1);
    }

    /// <summary>Largest magnitude among the leaves from a node on.</summary>
    public double LargestLeaf(int first)
    {
        var largest = 0f;
        for (var i = first; i < Count; i++)
            largest = MathF.Max(largest, MathF.Abs(_value[i]));
        return largest;
    }

    public NodeTable Build() => new([.. _split], [.. _threshold], [.. _left], [.. _value]);
}
