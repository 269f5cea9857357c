namespace ModelRegistry.Learning.Flavors;

/// <summary>Loads <see cref="StockRankingModel"/>.</summary>
public sealed class StockRankingFlavor : IModelFlavor
{
    public const string FlavorName = "stock-ranking";

    public string Name => FlavorName;

    public IScorer Load(ReadOnlyMemory<byte> artifact) => StockRankingModel.Read(artifact);
}
