namespace ModelRegistry.Learning.XGBoost;

/// <summary>
/// Trees in one flat array, validated. Sums in the library's order (base, then tree by tree, in single precision), so that margins are
/// equal to its own to the bit.
/// </summary>
internal sealed class Forest(Node[] nodes, int[] roots, int[] depths, int features, float margin)
{
    /// <summary>Rows that go through one tree before the next is fetched: tree and rows stay in the first-level cache.</summary>
    private const int Block = 64;

    /// <summary>Above this depth a walk looks for its leaf; below it, stepping on blindly is cheaper than a mispredicted branch.</summary>
    private const int BlindDepth = 8;

    public int Features => features;

    public int Trees => roots.Length;

    public int Nodes => nodes.Length;

    /// <param name="rows">Row-major, NaN is missing.</param>
    /// <param name="margins">Receives one margin a row.</param>
    public void Sum(ReadOnlySpan<float> rows, Span<float> margins)
    {
        margins.Fill(margin);
        for (var first = 0; first < margins.Length; first += Block)
        {
            var count = Math.Min(Block, margins.Length - first);
            var block = rows.Slice(first * features, count * features);
            for (var tree = 0; tree < roots.Length; tree++)
                Add(tree, block, margins.Slice(first, count));
        }
    }

    private void Add(int tree, ReadOnlySpan<float> rows, Span<float> margins)
    {
        var depth = depths[tree];
        var root = roots[tree];
        if (depth > BlindDepth)
            AddDeep(root, rows, margins);
        else
            AddShallow(root, depth, rows, margins);
    }

    /// <summary>Four rows at a time: their walks do not depend on each other, so the processor overlaps them.</summary>
    private void AddShallow(int root, int depth, ReadOnlySpan<float> rows, Span<float> margins)
    {
        ReadOnlySpan<Node> tree = nodes;
        var width = features;
        var row = 0;
        for (; row + 4 <= margins.Length; row += 4)
        {
            var a = rows.Slice(row * width, width);
            var b = rows.Slice((row + 1) * width, width);
            var c = rows.Slice((row + 2) * width, width);
            var d = rows.Slice((row + 3) * width, width);
            int i = root, j = root, k = root, l = root;
            for (var step = 0; step < depth; step++)
            {
                i = Step(tree, i, a);
                j = Step(tree, j, b);
                k = Step(tree, k, c);
                l = Step(tree, l, d);
            }

            margins[row] += tree[i].Value;
            margins[row + 1] += tree[j].Value;
            margins[row + 2] += tree[k].Value;
            margins[row + 3] += tree[l].Value;
        }

        for (; row < margins.Length; row++)
        {
            var a = rows.Slice(row * width, width);
            var i = root;
            for (var step = 0; step < depth; step++)
                i = Step(tree, i, a);
            margins[row] += tree[i].Value;
        }
    }

    private void AddDeep(int root, ReadOnlySpan<float> rows, Span<float> margins)
    {
        ReadOnlySpan<Node> tree = nodes;
        for (var row = 0; row < margins.Length; row++)
        {
            var values = rows.Slice(row * features, features);
            var i = root;
            for (var next = Step(tree, i, values); next != i; next = Step(tree, i, values))
                i = next;
            margins[row] += tree[i].Value;
        }
    }

    private static int Step(ReadOnlySpan<Node> tree, int node, ReadOnlySpan<float> row)
    {
        ref readonly var here = ref tree[node];
        return here.Next(row[here.Feature]);
    }
}
