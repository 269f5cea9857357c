using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class MarketPanelReaderTests
{
    private const string Header = "date,ticker,close_split_adj,volume,filled";
    private static readonly string[] Good = ["2016-01-04,A,10.5,100,0", "2016-01-05,A,11,200,1", "2016-01-04,B,20,300,0", "2016-01-05,B,21,0,0"];

    [Fact]
    public void Read_RowsInAnyOrder_GivesTheSameDensePanel()
    {
        var panel = Read(Good);
        Assert.Equal([10.5, 20, 11, 21], panel.Close.ToArray());
        Assert.Equal([100, 300, 200, 0], panel.Volume.ToArray());
        Assert.Equal(new FilledRow(new(2016, 1, 5), "A"), Assert.Single(panel.Quality.FilledRows));
        Assert.Equal(panel.Hash, Read([.. Good.Reverse()]).Hash);
    }

    [Fact]
    public void Read_ColumnsInAnotherOrder_GivesTheSamePanel()
    {
        var rows = Good.Select(row => string.Join(',', row.Split(',').Reverse())).ToArray();
        Assert.Equal(Read(Good).Hash, Read(rows, "filled,volume,close_split_adj,ticker,date").Hash);
    }

    [Theory]
    [InlineData("2016-01-05,B,0,1,0", "close 0 is not positive")]
    [InlineData("2016-01-05,B,-3.5,1,0", "close -3.5 is not positive")]
    [InlineData("2016-01-05,B,NaN,1,0", "close NaN is not finite")]
    [InlineData("2016-01-05,B,1e999,1,0", "close 1e999 is not finite")]
    [InlineData("2016-01-05,B,12;5,1,0", "close '12;5' is not a number")]
    [InlineData("2016-01-05,B,,1,0", "close '' is not a number")]
    [InlineData("2016-01-05,B,1,-1,0", "volume -1 is negative")]
    [InlineData("2016-01-05,B,1,1.5,0", "volume '1.5' is not a whole number")]
    [InlineData("2016-01-05,B,1,99999999999999999999,0", "volume '99999999999999999999' is not a whole number")]
    [InlineData("2016-01-05,B,1,1,yes", "filled 'yes' is neither 0 nor 1")]
    [InlineData("2016-01-05,B,1,1", "4 cells; the header has 5")]
    public void Read_BadCell_RefusedByRowAndReason(string row, string reason)
    {
        var defects = Assert.Throws<MarketDataException>(() => Read([.. Good[..3], row])).Defects;
        Assert.Contains(new MarketDefect(5, reason), defects);
    }

    [Theory]
    [InlineData("05/01/2016,B,1,1,0", "date '05/01/2016' is not a day like 2015-08-24")]
    [InlineData("2016-02-30,B,1,1,0", "date '2016-02-30' is not a day like 2015-08-24")]
    [InlineData("2016-01-05,,1,1,0", "the ticker is empty")]
    public void Read_RowThatIsNowhere_RefusedAndItsPlaceReportedMissing(string row, string reason)
    {
        var error = Assert.Throws<MarketDataException>(() => Read([.. Good[..3], row]));
        Assert.Equal([new(4, "after this row B lacks 2016-01-05, a day that 1 of 2 tickers have"), new MarketDefect(5, reason)], error.Defects.ToArray());
    }

    [Fact]
    public void Read_Duplicate_NamesBothRows()
    {
        var error = Assert.Throws<MarketDataException>(() => Read([.. Good, Good[1]]));
        Assert.Equal(new MarketDefect(6, "A on 2016-01-05 again; it is already in row 3"), Assert.Single(error.Defects));
        Assert.Contains("refused for 1 defect:\nrow 6: A on 2016-01-05 again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TickerWithoutADay_NamesItAndWhereItBelongs()
    {
        var error = Assert.Throws<MarketDataException>(() => Read(Good[..3]));
        Assert.Equal(new MarketDefect(4, "after this row B lacks 2016-01-05, a day that 1 of 2 tickers have"), Assert.Single(error.Defects));
    }

    [Fact]
    public void Read_ManyDefects_ListsTheFirstAndCountsAll()
    {
        var rows = Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $"2016-01-04,T{i},0,1,0")).ToArray();
        var error = Assert.Throws<MarketDataException>(() => Read(rows));
        Assert.Equal((100, 500), (error.Defects.Length, error.Total));
        Assert.EndsWith("…and 400 more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryRowATickerAndDayOfItsOwn_RefusedWithoutMakingThePanel()
    {
        var rows = Enumerable.Range(0, 9000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(1990, 1, 1).AddDays(i):yyyy-MM-dd},T{i},1,1,0")).ToArray();
        var error = Assert.Throws<MarketDataException>(() => Read(rows));
        Assert.Contains("9000 days × 9000 tickers are 81000000 rows", Assert.Single(error.Defects).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,ticker,close,volume,filled", "the header must name 'close_split_adj' once; it is: date,ticker,close,volume,filled")]
    [InlineData("date,ticker,close_split_adj,volume,filled,date", "the header must name 'date' once; it is: date,ticker,close_split_adj,volume,filled,date")]
    public void Read_HeaderWithoutAColumn_Refused(string header, string reason) =>
        Assert.Contains(new MarketDefect(1, reason), Assert.Throws<MarketDataException>(() => Read(Good, header)).Defects);

    [Theory]
    [InlineData("")]
    [InlineData(Header + "\n")]
    public void Read_NoRows_Refused(string text) => Assert.NotEmpty(Assert.Throws<MarketDataException>(() => ReadText(text)).Defects);

    [Fact]
    public void Read_QuoteNeverClosed_DoesNotSwallowTheFile()
    {
        var rows = Enumerable.Repeat("2016-01-06,A,1,1,0", 10_000);
        var error = Assert.Throws<MarketDataException>(() => Read([.. Good, "2016-01-06,\"A,1,1,0", .. rows]));
        Assert.Contains(error.Defects, d => d.Reason.Contains("cannot be read on", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(60, 0)]
    public void Read_GzipDamagedOrCutShort_Refused(int kept, int garbage)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv.gz");
        try
        {
            File.WriteAllBytes(path, [.. Zipped()[..kept], .. Enumerable.Repeat((byte)0xFF, garbage)]);
            Assert.NotEmpty(Assert.Throws<MarketDataException>(() => MarketPanelReader.Read(path, FrozenDictionary<string, string>.Empty)).Defects);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_FolderWithoutPanel_SaysWhereItLooked()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Assert.Contains("panel.csv.gz", Assert.Throws<MarketDataException>(() => MarketSource.Read(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Open_NoSuchFolder_MakesUpAMarket()
    {
        var plan = new SyntheticMarketPlan { Tickers = 3, FirstDay = new(2016, 2, 1), LastDay = new(2016, 2, 5) };
        Assert.True(MarketSource.Open(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), plan).Synthetic);
    }

    private static byte[] Zipped()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Text(Good, Header)));
        return buffer.ToArray();
    }

    private static MarketPanel Read(string[] rows, string header = Header) => ReadText(Text(rows, header));

    private static string Text(string[] rows, string header) => header + "\n" + string.Join('\n', rows) + "\n";

    private static MarketPanel ReadText(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return MarketPanelReader.Read(stream, "panel.csv", FrozenDictionary<string, string>.Empty);
    }
}
