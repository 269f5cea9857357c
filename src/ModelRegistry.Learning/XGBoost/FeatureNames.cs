using System.Collections.Immutable;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>Names of the features of a model, in the order of its columns.</summary>
internal static class FeatureNames
{
    /// <exception cref="InvalidModelException">Not one name a feature, or an empty or repeated name.</exception>
    public static void Check(ImmutableArray<string> names, int features)
    {
        if (names.Length != features)
            throw new InvalidModelException($"{names.Length} feature names for {features} features.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                throw new InvalidModelException($"Feature {i} has an empty name.");
            if (!seen.Add(names[i]))
                throw new InvalidModelException($"The feature name '{names[i]}' is there twice.");
        }
    }

    /// <summary>Holds the names an artifact gives against a model in it.</summary>
    /// <exception cref="InvalidModelException">Not one name a feature, or the model's own names are others.</exception>
    public static void CheckAgainst(ImmutableArray<string> names, XGBoostModel model, string where)
    {
        Check(names, model.FeatureCount);
        for (var i = 0; i < model.FeatureNames.Length; i++)
        {
            if (!string.Equals(names[i], model.FeatureNames[i], StringComparison.Ordinal))
                throw new InvalidModelException($"{where}: feature {i} is '{model.FeatureNames[i]}' in the model and '{names[i]}' in the artifact.");
        }
    }
}
