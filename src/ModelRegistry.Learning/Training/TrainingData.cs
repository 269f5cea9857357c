using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Learning.Market;
using ModelRegistry.Learning.Validation;

namespace ModelRegistry.Learning.Training;

/// <summary>Inputs and labels of every row of a panel.</summary>
internal sealed class TrainingData(FeatureMatrix features, Labels labels)
{
    public FeatureMatrix Features => features;

    public Labels Labels => labels;

    public MarketPanel Panel => features.Panel;

    public string[] Names { get; } = [.. features.Features.Select(feature => feature.Name)];

    public static TrainingData Of(MarketPanel panel, TrainingConfig config)
    {
        var taken = panel.EveryTicker(config.Every);
        return new TrainingData(FeatureBuilder.Build(taken), LabelBuilder.Build(taken, config.Horizon));
    }

    /// <summary>SHA-256 of what a span gives to train on: days, tickers, feature names, inputs and labels. What lies outside the span has no part in it.</summary>
    public string Hash(DaySpan span)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(MemoryMarshal.AsBytes(features.Rows(span.First, span.Count)));
        sha.AppendData(MemoryMarshal.AsBytes(labels.RankedOf(span.First, span.Count)));
        return Digest.OfCanonical(new
        {
            Days = span.Days.Select(day => Panel.Days[day]).ToArray(),
            Panel.Tickers,
            Features = Names,
            Rows = Convert.ToHexStringLower(sha.GetHashAndReset()),
        });
    }
}
