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
    public void GraphHash_OfThisRevision_IsWhatManifestsCarry() => Assert.Equal("74c2412d80677641b592e92c39d96c3d9a0a46ac9b57bf10fa62c36c2831e649", FeatureSet.GraphHash);

    [Fact]
    public void CanonicalJson_KeysAreSorted_WithoutWhiteSpace()
    {
        using var document = JsonDocument.Parse(FeatureSet.CanonicalJson);
        Assert.Equal(FeatureSet.CanonicalJson, Sorted(document.RootElement));
    }

    [Fact]
    public void IndexOf_UnknownName_SaysWhichThereAre() =>
        Assert.Contains("momentum_1m_rank", Assert.Throws<KeyNotFoundException>(() => FeatureSet.IndexOf("momentum")).Message, StringComparison.Ordinal);

    private static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"\"{p.Name}\":{Sorted(p.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Sorted)) + "]",
        _ => element.GetRawText(),
    };
}
