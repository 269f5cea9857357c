using System.Globalization;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Tests.Client;

public sealed class TimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("30d", "2026-12-28T09:30:00", "2026-10-29T09:30:00")]
    [InlineData("12h", "2026-11-28T21:30:00", "2026-11-27T21:30:00")]
    [InlineData("90m", "2026-11-28T11:00:00", "2026-11-28T08:00:00")]
    [InlineData("36500d", "2126-11-04T09:30:00", "1926-12-23T09:30:00")]
    [InlineData("2027-01-31", "2027-01-31T00:00:00", "2027-01-31T00:00:00")]
    [InlineData("2027-01-31T18:00Z", "2027-01-31T18:00:00", "2027-01-31T18:00:00")]
    [InlineData("2027-01-31T18:00:05.25+02:00", "2027-01-31T16:00:05.25", "2027-01-31T16:00:05.25")]
    public void Read_ATime_IsThatInUtc(string text, string ahead, string ago)
    {
        Assert.Equal(At(ahead), Times.Read(text, Now, ahead: true));
        Assert.Equal(At(ago), Times.Read(text, Now, ahead: false));
        Assert.Equal(TimeSpan.Zero, Times.Read(text, Now, ahead: true)!.Value.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("30s")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("36501d")]
    [InlineData("99999999999d")]
    [InlineData("2147483647d")]
    [InlineData("31/01/2027")]
    [InlineData("2027-02-30")]
    [InlineData("soon")]
    public void Read_NoTime_IsNone(string text) => Assert.Null(Times.Read(text, Now, ahead: true));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
