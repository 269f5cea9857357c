using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>Checks raw trees and lays them out level by level, children side by side.</summary>
internal sealed class ForestBuilder(XGBoostLimits limits)
{
    /// <summary>Far below the largest float, so that neither sums nor means of scores can overflow.</summary>
    private const double LargestMargin = 1e30;

    private readonly NodeTableBuilder _nodes = new();
    private readonly List<int> _roots = [];
    private readonly List<int> _depths = [];
    private readonly Queue<(int Raw, int Slot, int Depth)> _open = new();
    private int _highestFeature = -1;
    private string _highestAt = "";
    private double _reach;

    public int Trees => _roots.Count;

    /// <summary>Adds a tree.</summary>
    /// <exception cref="InvalidModelException">Arrays of unequal length, a child out of range or with two parents, a tree too deep, a value not finite.</exception>
    public void Add(RawTree tree)
    {
        var name = $"trees[{Trees}]";
        CheckLengths(tree, name);
        if (_nodes.Count + tree.Left.Count > limits.Nodes)
            throw new InvalidModelException($"{name}: the trees have more than {limits.Nodes} nodes together, the most that is read.");
        var root = _nodes.Count;
        var reached = new bool[tree.Left.Count];
        var count = 0;
        var depth = 0;
        Open(tree, name, reached, 0, _nodes.Reserve(1), 0);
        while (_open.TryDequeue(out var next))
        {
            count++;
            depth = next.Depth;
            Place(tree, name, reached, next.Raw, next.Slot, depth);
        }

        if (tree.Left.Count - count != tree.Deleted)
            throw new InvalidModelException(
                $"{name}: {tree.Left.Count - count} nodes cannot be reached from the root, but num_deleted is {tree.Deleted}.");
        _reach += _nodes.LargestLeaf(root);
        _roots.Add(root);
        _depths.Add(depth);
    }

    /// <summary>The forest, once the number of features is known.</summary>
    /// <exception cref="InvalidModelException">A split looks at a feature the model does not have, or scores could overflow.</exception>
    public Forest Build(int features, float margin)
    {
        if (_highestFeature >= features)
            throw new InvalidModelException($"{_highestAt}: split_indices is {_highestFeature}, but the model has {features} features (0 to {features - 1}).");
        if (_reach + Math.Abs(margin) > LargestMargin)
            throw new InvalidModelException($"The leaves add up to {_reach:g3}; scores beyond {LargestMargin:g1} are not trusted.");
        return new Forest(_nodes.Build(), [.. _roots], [.. _depths], features, margin);
    }

    private static void CheckLengths(RawTree tree, string name)
    {
        var count = tree.Left.Count;
        if (count == 0)
            throw new InvalidModelException($"{name}: 'left_children' is missing or empty; a tree has at least its root.");
        Check("right_children", tree.Right.Count);
        Check("split_indices", tree.Feature.Count);
        Check("split_conditions", tree.Condition.Count);
        Check("default_left", tree.DefaultLeft.Count);
        Check("tree_param.num_nodes", tree.Nodes);

        void Check(string array, int length)
        {
            if (length != count)
                throw new InvalidModelException($"{name}: '{array}' counts {(length < 0 ? 0 : length)} nodes and 'left_children' {count}; they must be equal.");
        }
    }

    private void Place(RawTree tree, string name, bool[] reached, int raw, int slot, int depth)
    {
        var (left, right) = (tree.Left[raw], tree.Right[raw]);
        var value = tree.Condition[raw];
        if (!float.IsFinite(value))
            throw new InvalidModelException($"{name} node {raw}: split_conditions is {value}; it must be finite.");
        if (left == -1 && right == -1)
        {
            _nodes.SetLeaf(slot, value);
            return;
        }

        if (depth == limits.Depth)
            throw new InvalidModelException($"{name} node {raw}: deeper than {limits.Depth} splits, the most that is read.");
        var feature = tree.Feature[raw];
        if (feature < 0)
            throw new InvalidModelException($"{name} node {raw}: split_indices is {feature}; it must not be negative.");
        if (feature > _highestFeature)
            (_highestFeature, _highestAt) = (feature, $"{name} node {raw}");
        var (leftSlot, rightSlot) = _nodes.SetSplit(slot, feature, value, tree.DefaultLeft[raw]);
        Open(tree, $"{name} node {raw} left", reached, left, leftSlot, depth + 1);
        Open(tree, $"{name} node {raw} right", reached, right, rightSlot, depth + 1);
    }

    private void Open(RawTree tree, string name, bool[] reached, int raw, int slot, int depth)
    {
        if (raw < 0 || raw >= tree.Left.Count)
            throw new InvalidModelException($"{name}: child {raw} is out of range; the tree has nodes 0 to {tree.Left.Count - 1}.");
        if (reached[raw])
            throw new InvalidModelException($"{name}: child {raw} is reached twice; a tree has no cycles and no shared nodes.");
        reached[raw] = true;
        _open.Enqueue((raw, slot, depth));
    }
}
