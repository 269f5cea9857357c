using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>What a manifest needs so that the version could be made again. The git commit is not asked for: the code fingerprint stands for it.</summary>
public static class ManifestRules
{
    /// <summary>The names of what is missing; empty when the manifest is complete.</summary>
    public static ImmutableArray<string> Missing(Manifest manifest) =>
    [
        .. Names(
            ("featureGraphHash", manifest.FeatureGraphHash),
            ("trainingConfigHash", manifest.TrainingConfigHash),
            ("datasetHash", manifest.DatasetHash),
            ("codeFingerprint", manifest.CodeFingerprint),
            ("config", manifest.Config),
            ("trainedAt", manifest.TrainedAt),
            ("trainFrom", manifest.TrainFrom),
            ("trainTo", manifest.TrainTo),
            ("samples", manifest.Samples)),
    ];

    private static IEnumerable<string> Names(params (string Name, object? Value)[] members)
        => members.Where(member => member.Value is null or "").Select(member => member.Name);
}
