using System.Globalization;
using ModelRegistry.Learning.Market;

namespace ModelRegistry.Learning.Tests.Market;

public sealed class NyseCalendarTests
{
    [Theory]
    [InlineData("2014-04-18")]
    [InlineData("2016-03-25")]
    [InlineData("2017-04-14")]
    [InlineData("2018-03-30")]
    [InlineData("2017-01-02")]
    [InlineData("2015-07-03")]
    [InlineData("2013-11-28")]
    [InlineData("2016-12-26")]
    [InlineData("2012-10-29")]
    [InlineData("2018-12-05")]
    [InlineData("2022-06-20")]
    [InlineData("2025-01-09")]
    [InlineData("2016-02-06")]
    public void IsOpen_HolidayOrClosure_IsFalse(string day) => Assert.False(NyseCalendar.IsOpen(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2010-12-31")]
    [InlineData("2021-12-31")]
    [InlineData("2021-06-18")]
    [InlineData("2014-12-26")]
    [InlineData("2013-02-11")]
    [InlineData("2016-05-23")]
    public void IsOpen_OrdinaryWeekday_IsTrue(string day) => Assert.True(NyseCalendar.IsOpen(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(2012, 250)]
    [InlineData(2013, 252)]
    [InlineData(2014, 252)]
    [InlineData(2015, 252)]
    [InlineData(2016, 252)]
    [InlineData(2017, 251)]
    [InlineData(2018, 251)]
    [InlineData(2001, 248)]
    public void TradingDays_WholeYear_AreAsManyAsTheExchangeHad(int year, int days) =>
        Assert.Equal(days, NyseCalendar.TradingDays(new(year, 1, 1), new(year, 12, 31)).Count());
}
