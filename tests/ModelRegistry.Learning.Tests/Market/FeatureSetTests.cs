using System.Text.Json;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class FeatureSetTests
{
    [Fact]
    public void Definitions_AreSixteenRanksAndTwoReturns()
    {
        Assert.Equal(18, FeatureSet.Definitions.Length);
        Assert.Equal(["return_1d", "abs_return_1d"], FeatureSet.Definitions.Where(d => !d.Ranked).Select(d => d.Name));
        Assert.Equal(18, FeatureSet.Definitions.Select(d => d.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void GraphHash_OfThisRevision_IsWhatManifestsCarry() => Assert.Equal("75638ff2702c82ff5d32a9ac334e5c5ed0dc1399dd51aae67b6e1e86ebd23f74", FeatureSet.GraphHash);

    [Fact]
    public void Graph_NamesEveryFeatureAndFormula()
    {
        using var document = JsonDocument.Parse(FeatureSet.Graph);
        Assert.Equal(FeatureSet.Definitions.Select(d => d.Name), document.RootElement.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(8, document.RootElement.GetProperty("raw").EnumerateArray().Count(f => f.GetProperty("formula").GetString()!.Length > 0));
    }

    [Fact]
    public void IndexOf_UnknownName_SaysWhichThereAre() =>
        Assert.Contains("momentum_1m_rank", Assert.Throws<KeyNotFoundException>(() => FeatureSet.IndexOf("momentum")).Message, StringComparison.Ordinal);
}
