using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Tests.XGBoost;

public sealed class ReaderRefusalTests
{
    public static TheoryData<string, string, string> Trees => new()
    {
        { "left_children", "[3,-1,-1]", "out of range" },
        { "left_children", "[-7,-1,-1]", "out of range" },
        { "left_children", "[0,-1,-1]", "reached twice" },
        { "left_children", "[2,-1,-1]", "reached twice" },
        { "left_children", "[-1,-1,-1]", "out of range|reached|cannot" },
        { "left_children", "[1,2,-1]", "out of range|reached twice" },
        { "left_children", "[1,-1]", "must be equal" },
        { "left_children", "[]", "at least its root" },
        { "left_children", "[1.5,-1,-1]", "32-bit whole number" },
        { "left_children", "[4294967296,-1,-1]", "32-bit whole number" },
        { "left_children", "[\"1\",-1,-1]", "32-bit whole number" },
        { "left_children", "{\"0\":1}", "an array 'left_children'" },
        { "left_children", "null", "an array 'left_children'" },
        { "right_children", "[-1,-1,-1]", "out of range" },
        { "right_children", "[1,-1,-1]", "reached twice" },
        { "split_indices", "[1,0,0]", "has 1 features" },
        { "split_indices", "[-1,0,0]", "must not be negative" },
        { "split_indices", "[2147483647,0,0]", "has 1 features" },
        { "split_conditions", "[1e39,1,2]", "must be finite" },
        { "split_conditions", "[0.5,1,-1e39]", "must be finite" },
        { "split_conditions", "[0.5,1,2e30]", "add up to" },
        { "split_conditions", "[0.5,1,\"NaN\"]", "a number was expected" },
        { "split_conditions", "[0.5,1,true]", "a number was expected" },
        { "default_left", "[2,0,0]", "0 or 1" },
        { "default_left", "[\"true\",0,0]", "32-bit whole number" },
        { "split_type", "[1,0,0]", "categorical" },
        { "categories_nodes", "[0]", "categorical" },
        { "tree_param", "{\"num_nodes\":\"1000000000\",\"num_deleted\":\"0\"}", "from 0 to" },
        { "tree_param", "{\"num_nodes\":\"4\",\"num_deleted\":\"0\"}", "must be equal" },
        { "tree_param", "{\"num_nodes\":\"3\",\"num_deleted\":\"1\"}", "num_deleted" },
        { "tree_param", "{\"num_nodes\":\"3\",\"size_leaf_vector\":\"2\"}", "from 0 to 1" },
        { "tree_param", "{\"num_nodes\":3}", "text was expected" },
    };

    public static TheoryData<string, string> Learner => new()
    {
        { """{"base_score":"nan","num_feature":"1"}""", "base_score" },
        { """{"base_score":"1e99","num_feature":"1"}""", "base_score" },
        { """{"base_score":"[1,2]","num_feature":"1"}""", "base_score" },
        { """{"base_score":0.5,"num_feature":"1"}""", "text was expected" },
        { """{"num_feature":"1"}""", "no 'learner.learner_model_param.base_score'" },
        { """{"base_score":"0"}""", "no 'learner.learner_model_param.num_feature'" },
        { """{"base_score":"0","num_feature":"0"}""", "at least one feature" },
        { """{"base_score":"0","num_feature":"1000000000"}""", "from 0 to" },
        { """{"base_score":"0","num_feature":"-1"}""", "from 0 to" },
        { """{"base_score":"0","num_feature":"1","num_class":"3"}""", "num_class" },
        { """{"base_score":"0","num_feature":"1","num_target":"2"}""", "num_target" },
    };

    [Theory]
    [MemberData(nameof(Trees))]
    public void Read_BadTree_SaysWhereAndWhy(string property, string value, string reason)
    {
        var error = Refuse(HandMade.Edit(root => root.Tree()[property] = JsonNode.Parse(value)));

        Assert.Matches(reason, error.Message);
        Assert.Matches("trees\\[0\\]|leaves add up", error.Message);
    }

    [Theory]
    [MemberData(nameof(Learner))]
    public void Read_BadParameters_SaysWhich(string parameters, string reason) =>
        Assert.Contains(reason, Refuse(HandMade.Edit(root => root["learner"]!["learner_model_param"] = JsonNode.Parse(parameters))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("multi:softmax", "not scored here")]
    [InlineData("binary:logistic", "probability")]
    public void Read_ObjectiveThatCannotBeScored_NamesIt(string objective, string reason)
    {
        var error = Refuse(HandMade.Edit(root => root["learner"]!["objective"]!["name"] = objective));

        Assert.Contains(objective, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherBooster_NamesIt() =>
        Assert.Contains("'dart'", Refuse(HandMade.Edit(root => root["learner"]!["gradient_booster"]!["name"] = "dart")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[\"a\",\"b\"]", "2 feature names for 1")]
    [InlineData("[\" \"]", "empty name")]
    [InlineData("[1]", "text was expected")]
    public void Read_BadFeatureNames_Refuses(string names, string reason) =>
        Assert.Contains(reason, Refuse(HandMade.Edit(root => root["learner"]!["feature_names"] = JsonNode.Parse(names))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_TreeCountDiffersFromTrees_Refuses() =>
        Assert.Contains(
            "num_trees is 2",
            Refuse(HandMade.Edit(root => root["learner"]!["gradient_booster"]!["model"]!["gbtree_model_param"]!["num_trees"] = "2")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_EveryTruncation_Refuses()
    {
        var whole = HandMade.Stump();
        var end = whole.AsSpan().LastIndexOf((byte)'}');

        for (var length = 0; length <= end; length++)
            Refuse(whole[..length]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"learner\":[]}")]
    [InlineData("{\"learner\":{}} {}")]
    [InlineData("{\"learner\":{},\"learner\":{}}")]
    [InlineData("{\"learner\":{\"objective\":{\"name\":\"\\ud800\"}}}")]
    [InlineData("{\"learner\":{\"feature_names\":[NaN]}}")]
    [InlineData("// comment\n{}")]
    public void Read_NotAModel_Refuses(string json) => Refuse(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Read_InvalidUtf8_Refuses() => Refuse([.. "{\"learner\":{\"objective\":{\"name\":\""u8, 0xFF, 0xFE, .. "\"}}}"u8]);

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Read_DeepNesting_Refuses(string opening)
    {
        var deep = string.Concat(Enumerable.Repeat(opening, 100_000));

        Refuse(Encoding.UTF8.GetBytes($$"""{"learner":{"attributes":{{deep}}"""));
    }

    [Fact]
    public void Read_PathAndByte_AreInTheMessage()
    {
        var error = Refuse(HandMade.Edit(root => root.Tree()["left_children"] = JsonNode.Parse("[true]")));

        Assert.Matches(@"^learner\.gradient_booster\.model\.trees\[0\] \(byte \d+\): ", error.Message);
    }

    [Fact]
    public void Read_ChainOfNodesDeeperThanTheLimit_Refuses()
    {
        var error = Refuse(HandMade.Edit(root => Chain(root, XGBoostLimits.Default.Depth + 1)));

        Assert.Contains("deeper than 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChainOfNodesAtTheLimit_Scores()
    {
        var model = XGBoostReader.Read(HandMade.Edit(root => Chain(root, XGBoostLimits.Default.Depth)));
        var scores = new float[2];

        model.Score([-1, 1_000], scores);

        Assert.Equal([0f, XGBoostLimits.Default.Depth], scores);
    }

    [Fact]
    public void Read_BeyondTheLimits_RefusesEach()
    {
        var model = TrainedModel.Json();

        Assert.Contains("bytes", Refuse(model, new XGBoostLimits { Bytes = 100 }).Message, StringComparison.Ordinal);
        Assert.Contains("trees", Refuse(model, new XGBoostLimits { Trees = 2 }).Message, StringComparison.Ordinal);
        Assert.Contains("nodes", Refuse(model, new XGBoostLimits { TreeNodes = 4 }).Message, StringComparison.Ordinal);
        Assert.Contains("nodes", Refuse(model, new XGBoostLimits { Nodes = 20 }).Message, StringComparison.Ordinal);
        Assert.Contains("deeper", Refuse(model, new XGBoostLimits { Depth = 2 }).Message, StringComparison.Ordinal);
        Assert.Contains("feature", Refuse(model, new XGBoostLimits { Features = 3 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnreachableNodesThatAreDeclaredDeleted_Scores()
    {
        var pruned = HandMade.Edit(root =>
        {
            root.Tree()["left_children"] = JsonNode.Parse("[-1,-1,-1]");
            root.Tree()["right_children"] = JsonNode.Parse("[-1,-1,-1]");
            root.Tree()["tree_param"]!["num_deleted"] = "2";
        });
        var scores = new float[1];

        XGBoostReader.Read(pruned).Score([1f], scores);

        Assert.Equal(0.5f, scores[0]);
    }

    /// <summary>Node i splits at i: left a leaf of value i, right the next node.</summary>
    private static void Chain(JsonNode root, int splits)
    {
        var count = (2 * splits) + 1;
        var tree = root.Tree();
        tree["left_children"] = Values(count, i => i % 2 == 0 && i < count - 1 ? i + 1 : -1);
        tree["right_children"] = Values(count, i => i % 2 == 0 && i < count - 1 ? i + 2 : -1);
        tree["split_indices"] = Values(count, _ => 0);
        tree["split_conditions"] = Values(count, i => i / 2);
        tree["default_left"] = Values(count, _ => 0);
        tree["split_type"] = Values(count, _ => 0);
        tree["tree_param"]!["num_nodes"] = $"{count}";
    }

    private static JsonArray Values(int count, Func<int, int> value) => [.. Enumerable.Range(0, count).Select(i => (JsonNode)value(i))];

    private static InvalidModelException Refuse(byte[] json, XGBoostLimits? limits = null)
    {
        var error = Assert.Throws<InvalidModelException>(() => XGBoostReader.Read(json, limits));
        Assert.NotEmpty(error.Message);
        return error;
    }
}
