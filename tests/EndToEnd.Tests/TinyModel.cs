namespace EndToEnd.Tests;

/// <summary>The smallest model there is, in XGBoost's own format.</summary>
internal static class TinyModel
{
    /// <summary>One split.</summary>
    public const string Json = """
        {"learner":{"feature_names":[],"gradient_booster":{"model":{
          "gbtree_model_param":{"num_trees":"1","size_leaf_vector":"0"},"tree_info":[0],
          "trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_indices":[0,0,0],"split_conditions":[0.5,1,2],
            "default_left":[0,0,0],"split_type":[0,0,0],"categories_nodes":[],
            "tree_param":{"num_nodes":"3","num_deleted":"0","size_leaf_vector":"0"}}]},"name":"gbtree"},
          "learner_model_param":{"base_score":"0","num_class":"0","num_feature":"1","num_target":"1"},
          "objective":{"name":"reg:squarederror"}},"version":[1,7,4]}
        """;
}
