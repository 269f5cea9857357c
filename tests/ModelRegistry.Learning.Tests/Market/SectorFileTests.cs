using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class SectorFileTests
{
    [Fact]
    public void Read_QuotedNames_KeepsSymbolAndSector() =>
        Assert.Equal("Industrials", Read("Symbol,Name,Sector\nMMM,\"3M, the Company\",Industrials\n")["MMM"]);

    [Theory]
    [InlineData("Name,Sector\nA,B\n", 1, "the header must name 'Symbol' and 'Sector'; it is: Name,Sector")]
    [InlineData("", 1, "the header must name 'Symbol' and 'Sector'; it is: ")]
    [InlineData("Symbol,Sector\nA,\n", 2, "symbol or sector is empty")]
    [InlineData("Symbol,Sector\nA\n", 2, "symbol or sector is empty")]
    [InlineData("Symbol,Sector\nA,Tech\nB,Tech\nA,Energy\n", 4, "A is in 'Energy' here and in 'Tech' before")]
    public void Read_Defect_RefusedByRowAndReason(string text, int row, string reason) =>
        Assert.Equal(new MarketDefect(row, reason), Assert.Single(Assert.Throws<MarketDataException>(() => Read(text)).Defects));

    private static IReadOnlyDictionary<string, string> Read(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(path, text);
            return SectorFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
