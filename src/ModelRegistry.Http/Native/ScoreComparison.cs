using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Comparing;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Http.Native;

/// <summary>Loads versions for once, whatever their stage, and scores rows by them. Nothing is logged: it is no traffic.</summary>
internal sealed class ScoreComparison(IArtifactStore artifacts, FlavorRegistry flavors)
{
    /// <exception cref="BadRequestException">The artifact is gone or cannot be scored here, or a feature is no finite number.</exception>
    public async Task<ScoredVersion> ScoreAsync(int index, string model, VersionView version, ImmutableArray<LabelledInstance> instances, CancellationToken cancellationToken)
    {
        var scorer = await LoadAsync(index, version, cancellationToken);
        var scores = new float[instances.Length];
        scorer.Score(Rows(scorer, instances), instances.Length, scores);
        var labelled = Enumerable.Range(0, instances.Length).Where(row => instances[row].Label is not null).ToArray();
        return new()
        {
            Model = model,
            Number = version.Number,
            Version = version.SemanticVersion,
            MissingFeatures = [.. scorer.Features.Where(feature => !instances.Any(instance => instance.Features.ContainsKey(feature)))],
            Metrics = ScoreMetrics.Of(labelled.Select(row => (double)scores[row]).ToArray(), labelled.Select(row => instances[row].Label!.Value).ToArray()),
            Scores = [.. scores.Select(score => (double)score)],
        };
    }

    private async Task<IScorer> LoadAsync(int index, VersionView version, CancellationToken cancellationToken)
    {
        try
        {
            var model = await artifacts.ReadModelAsync(version.ArtifactDigest, cancellationToken)
                ?? throw new BadRequestException($"versions[{index}]: the artifact {version.ArtifactDigest} of version {version.Number} is not in the store", "artifact_not_found");
            return flavors.Load(version.Flavor, model.Bytes);
        }
        catch (InvalidModelException wrong)
        {
            throw new BadRequestException($"versions[{index}] cannot be scored: {wrong.Message}", "invalid_model");
        }
    }

    private static float[] Rows(IScorer scorer, ImmutableArray<LabelledInstance> instances)
    {
        var rows = new float[instances.Length * scorer.Features.Length];
        for (var row = 0; row < instances.Length; row++)
        {
            if (instances[row].Label is { } label && !double.IsFinite(label))
                throw new BadRequestException($"instances[{row}].label is {label}; a finite number is needed");
            for (var column = 0; column < scorer.Features.Length; column++)
                rows[row * scorer.Features.Length + column] = instances[row].Features.TryGetValue(scorer.Features[column], out var value) ? Value(row, scorer.Features[column], value) : float.NaN;
        }

        return rows;
    }

    private static float Value(int row, string feature, double value) =>
        double.IsInfinity(value) || float.IsInfinity((float)value) ? throw new BadRequestException($"instances[{row}].features.{feature} is {value}; a finite number, or NaN where it is missing, is needed") : (float)value;
}
