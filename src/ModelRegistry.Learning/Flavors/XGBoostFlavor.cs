using System.Collections.Immutable;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Flavors;

/// <summary>
/// A model as XGBoost saves it in JSON, or the same wrapped with names:
/// <c>{"format": "xgboost/1", "features": ["a", "b"], "model": {…}}</c>. Without any names the features are f0, f1…, as XGBoost calls them.
/// </summary>
public sealed class XGBoostFlavor : IModelFlavor
{
    /// <summary>The word that marks the wrapped form.</summary>
    public const string Format = "xgboost/1";

    public const string FlavorName = "xgboost";

    public string Name => FlavorName;

    public IScorer Load(ReadOnlyMemory<byte> artifact)
    {
        var envelope = ModelEnvelope.Read(artifact.Span, Format, "model", maxModels: 1);
        var model = XGBoostReader.Read(envelope is null ? artifact.Span : artifact.Span[envelope.Models[0]]);
        return new XGBoostScorer(model, Features(envelope, model), model.Objective.StartsWith("rank:", StringComparison.Ordinal));
    }

    private static ImmutableArray<string> Features(ModelEnvelope? envelope, XGBoostModel model)
    {
        if (envelope is not null)
        {
            FeatureNames.CheckAgainst(envelope.Features, model, "model");
            return envelope.Features;
        }

        return model.FeatureNames.Length > 0 ? model.FeatureNames : [.. Enumerable.Range(0, model.FeatureCount).Select(i => $"f{i}")];
    }
}
