using System.Collections.Immutable;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>What has been read of a model so far. Properties come in any order, so what needs two of them is checked at the end.</summary>
internal sealed class ModelDraft(XGBoostLimits limits)
{
    public XGBoostLimits Limits => limits;

    public ForestBuilder Forest { get; } = new(limits);

    public ImmutableArray<string> Names { get; set; } = [];

    public string? Objective { get; set; }

    public float? BaseScore { get; set; }

    public int? Features { get; set; }

    public int? TreesClaimed { get; set; }

    public bool IsTreeBooster { get; set; }

    /// <exception cref="InvalidModelException">Something is missing, or two parts contradict each other.</exception>
    public XGBoostModel Build()
    {
        if (!IsTreeBooster)
            throw Missing("learner.gradient_booster.name");
        var objective = Objective ?? throw Missing("learner.objective.name");
        var baseScore = BaseScore ?? throw Missing("learner.learner_model_param.base_score");
        var features = Features ?? throw Missing("learner.learner_model_param.num_feature");
        var trees = TreesClaimed ?? throw Missing("learner.gradient_booster.model.gbtree_model_param.num_trees");
        if (trees != Forest.Trees)
            throw new InvalidModelException($"num_trees is {trees}, but there are {Forest.Trees} trees.");
        if (features == 0)
            throw new InvalidModelException("num_feature is 0; a model has at least one feature.");
        var link = Link.Of(objective)!;
        if (!link.Admits(baseScore))
            throw new InvalidModelException($"base_score is {baseScore}; with the objective {objective} it is a probability between 0 and 1.");
        if (Names.Length > 0)
            FeatureNames.Check(Names, features);
        return new XGBoostModel(Forest.Build(features, link.Margin(baseScore)), link, objective, baseScore, Names);
    }

    private static InvalidModelException Missing(string path) => new($"The model has no '{path}'.");
}
