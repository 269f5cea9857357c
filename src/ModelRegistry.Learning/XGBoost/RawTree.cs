namespace ModelRegistry.Learning.XGBoost;

/// <summary>One tree as it stands in the JSON, not yet believed. Its lists are used again for the next tree.</summary>
internal sealed class RawTree
{
    public List<int> Left { get; } = [];

    public List<int> Right { get; } = [];

    public List<int> Feature { get; } = [];

    /// <summary>Threshold of a split, value of a leaf.</summary>
    public List<float> Condition { get; } = [];

    public List<bool> DefaultLeft { get; } = [];

    /// <summary>What the tree says of itself.</summary>
    public int Nodes { get; set; }

    public int Deleted { get; set; }

    public void Clear()
    {
        Left.Clear();
        Right.Clear();
        Feature.Clear();
        Condition.Clear();
        DefaultLeft.Clear();
        Nodes = -1;
        Deleted = 0;
    }
}
