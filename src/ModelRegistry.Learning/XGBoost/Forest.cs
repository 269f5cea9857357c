using System.Runtime.CompilerServices;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>
/// Trees in one table of nodes, validated. Sums in the library's order (base, then tree by tree, in single precision), so that margins are
/// equal to its own to the bit.
/// </summary>
internal sealed class Forest(NodeTable nodes, int[] roots, int[] depths, int features, float margin)
{
    /// <summary>Rows that go through one tree before the next is fetched: tree and rows stay in the first-level cache.</summary>
    private const int Block = 64;

    /// <summary>Above this depth a walk looks for its leaf; below it, stepping on blindly is cheaper than a mispredicted branch.</summary>
    private const int BlindDepth = 8;

    public int Features => features;

    public int Trees => roots.Length;

    public int Nodes => nodes.Count;

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
        var (split, threshold, left, value) = nodes;
        var width = features;
        var (row, at) = (0, 0);
        for (; row + 4 <= margins.Length; row += 4, at += 4 * width)
        {
            int a = root, b = root, c = root, d = root;
            for (var step = 0; step < depth; step++)
            {
                a = Step(split, threshold, left, a, rows, at);
                b = Step(split, threshold, left, b, rows, at + width);
                c = Step(split, threshold, left, c, rows, at + (2 * width));
                d = Step(split, threshold, left, d, rows, at + (3 * width));
            }

            margins[row] += value[a];
            margins[row + 1] += value[b];
            margins[row + 2] += value[c];
            margins[row + 3] += value[d];
        }

        for (; row < margins.Length; row++, at += width)
        {
            var a = root;
            for (var step = 0; step < depth; step++)
                a = Step(split, threshold, left, a, rows, at);
            margins[row] += value[a];
        }
    }

    private void AddDeep(int root, ReadOnlySpan<float> rows, Span<float> margins)
    {
        var (split, threshold, left, value) = nodes;
        for (var row = 0; row < margins.Length; row++)
        {
            var at = row * features;
            var node = root;
            for (var next = Step(split, threshold, left, node, rows, at); next != node; next = Step(split, threshold, left, node, rows, at))
                node = next;
            margins[row] += value[node];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(uint[] split, float[] threshold, int[] left, int node, ReadOnlySpan<float> rows, int at)
    {
        var here = split[node];
        var bits = BitConverter.SingleToUInt32Bits(rows[at + (int)(here & ~NodeTable.Negated)]);
        var value = BitConverter.UInt32BitsToSingle(bits ^ (here & NodeTable.Negated));
        return left[node] + (value < threshold[node] ? 0 : 1);
    }
}
