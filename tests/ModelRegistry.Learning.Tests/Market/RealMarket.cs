using ModelRegistry.Learning.Market;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Learning.Tests.Market;

/// <summary>The real panel and what is computed from it, once for all tests.</summary>
public sealed class RealMarket
{
    private static readonly Lazy<MarketPanel> LazyPanel = new(() => MarketSource.Read(SharedFolder.PathOf("data")));
    private static readonly Lazy<FeatureMatrix> LazyFeatures = new(() => FeatureBuilder.Build(Panel));

    public static MarketPanel Panel => LazyPanel.Value;

    public static FeatureMatrix Features => LazyFeatures.Value;
}
