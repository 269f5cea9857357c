using System.Collections.Immutable;
using System.Text;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>Writes down where a version comes from.</summary>
internal sealed class VersionDraftBuilder(TrainingData data, TrainingConfig config, TimeProvider clock)
{
    public VersionDraft Build(DaySpan trained, ImmutableDictionary<string, double> metrics) => new()
    {
        Flavor = StockRankingFlavor.FlavorName,
        Algorithm = "xgboost",
        Type = "ranking",
        Description = $"Ranks {data.Panel.TickerCount} stocks by the return of the next {config.Horizon} days; {config.Seeds} members of {config.Booster.Rounds} rounds",
        Params = config.Hyperparameters().ToImmutableSortedDictionary(StringComparer.Ordinal),
        Metrics = metrics.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Tags = ImmutableSortedDictionary<string, string>.Empty.Add("market", data.Panel.Synthetic ? "synthetic" : "real"),
        Signature = new Signature
        {
            Inputs = [.. data.Names.Select(name => new SignatureField { Name = name, Type = "float" })],
            Outputs = [new SignatureField { Name = "score", Type = "double" }],
        },
        Manifest = Manifest(trained),
    };

    private Manifest Manifest(DaySpan trained)
    {
        var canonical = CanonicalJson.Serialize(config);
        return new Manifest
        {
            FeatureGraphHash = FeatureSet.GraphHash,
            TrainingConfigHash = Digest.Of(canonical),
            DatasetHash = data.Hash(trained),
            CodeFingerprint = CodeIdentity.Fingerprint(),
            GitCommit = CodeIdentity.Commit(),
            Config = Encoding.UTF8.GetString(canonical),
            TrainedAt = clock.GetUtcNow(),
            TrainFrom = AsOf.Of(data.Panel.Days[trained.First]),
            TrainTo = AsOf.Of(data.Panel.Days[trained.End - 1]),
            Samples = (long)trained.Count * data.Panel.TickerCount,
            TrainingDataset = data.Panel.Source,
        };
    }
}
