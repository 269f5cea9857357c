namespace ModelRegistry.Learning.XGBoost;

/// <summary>Reads one element of <c>trees</c> into a <see cref="RawTree"/>: types and sizes are checked here, meaning in <see cref="ForestBuilder"/>.</summary>
internal static class TreeReader
{
    public static void Read(ref JsonCursor json, int index, RawTree tree, XGBoostLimits limits)
    {
        tree.Clear();
        json.EnterObject($"trees[{index}]");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "left_children":
                    Integers(ref json, name, tree.Left, limits);
                    break;
                case "right_children":
                    Integers(ref json, name, tree.Right, limits);
                    break;
                case "split_indices":
                    Integers(ref json, name, tree.Feature, limits);
                    break;
                case "split_conditions":
                    Conditions(ref json, name, tree.Condition, limits);
                    break;
                case "default_left":
                    Defaults(ref json, name, tree.DefaultLeft, limits);
                    break;
                case "split_type" or "categories_nodes":
                    RefuseCategories(ref json, name);
                    break;
                case "tree_param":
                    Parameters(ref json, tree, limits);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void Parameters(ref JsonCursor json, RawTree tree, XGBoostLimits limits)
    {
        json.EnterObject("tree_param");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "num_nodes":
                    tree.Nodes = json.Count(name, limits.TreeNodes);
                    break;
                case "num_deleted":
                    tree.Deleted = json.Count(name, limits.TreeNodes);
                    break;
                case "size_leaf_vector":
                    json.Count(name, 1);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void Integers(ref JsonCursor json, string name, List<int> into, XGBoostLimits limits)
    {
        json.EnterArray(name);
        while (json.NextElement())
        {
            Bound(in json, name, into.Count, limits);
            into.Add(json.Integer(name));
        }
    }

    private static void Conditions(ref JsonCursor json, string name, List<float> into, XGBoostLimits limits)
    {
        json.EnterArray(name);
        while (json.NextElement())
        {
            Bound(in json, name, into.Count, limits);
            into.Add(json.Single(name));
        }
    }

    private static void Defaults(ref JsonCursor json, string name, List<bool> into, XGBoostLimits limits)
    {
        json.EnterArray(name);
        while (json.NextElement())
        {
            Bound(in json, name, into.Count, limits);
            into.Add(json.Flag(name));
        }
    }

    private static void RefuseCategories(ref JsonCursor json, string name)
    {
        json.EnterArray(name);
        while (json.NextElement())
        {
            if (name == "categories_nodes" || json.Integer(name) != 0)
                throw json.Error("the tree has categorical splits, which are not scored here; train on numeric features.");
        }
    }

    private static void Bound(in JsonCursor json, string name, int count, XGBoostLimits limits)
    {
        if (count >= limits.TreeNodes)
            throw json.Error($"'{name}' has more than {limits.TreeNodes} nodes, the most a tree may have.");
    }
}
