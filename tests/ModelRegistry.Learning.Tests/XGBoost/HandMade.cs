using System.Text;
using System.Text.Json.Nodes;

namespace ModelRegistry.Learning.Tests.XGBoost;

/// <summary>Small models written by hand, and edits of them.</summary>
internal static class HandMade
{
    /// <summary>One split: 1 on the left, 2 on the right; base score 0.</summary>
    public static byte[] Stump(float threshold = 0.5f, bool defaultLeft = false) => Encoding.UTF8.GetBytes($$$"""
        {"learner":{"feature_names":[],"gradient_booster":{"model":{
          "gbtree_model_param":{"num_trees":"1","size_leaf_vector":"0"},"tree_info":[0],
          "trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_indices":[0,0,0],"split_conditions":[{{{threshold:R}}},1,2],
            "default_left":[{{{(defaultLeft ? 1 : 0)}}},0,0],"split_type":[0,0,0],"categories_nodes":[],
            "tree_param":{"num_nodes":"3","num_deleted":"0","size_leaf_vector":"0"}}]},"name":"gbtree"},
          "learner_model_param":{"base_score":"0","num_class":"0","num_feature":"1","num_target":"1"},
          "objective":{"name":"reg:squarederror"}},"version":[1,7,4]}
        """);

    public static byte[] Edit(Action<JsonNode> edit)
    {
        var root = JsonNode.Parse(Stump())!;
        edit(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    public static JsonNode Tree(this JsonNode root) => root["learner"]!["gradient_booster"]!["model"]!["trees"]![0]!;

    public static JsonNode Parameters(this JsonNode root) => root["learner"]!["learner_model_param"]!;
}
