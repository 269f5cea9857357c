namespace ModelRegistry.Learning.Market;

/// <summary>
/// Days on which the New York Stock Exchange was open, by its rule 7.2 as it stood from 1998 on, and its unscheduled full-day closures since.
/// </summary>
public static class NyseCalendar
{
    /// <summary>Attacks of September 2001, funerals of presidents Reagan, Ford, G. H. W. Bush and Carter, hurricane Sandy.</summary>
    private static readonly HashSet<DateOnly> SpecialClosures =
    [
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14), new(2004, 6, 11), new(2007, 1, 2),
        new(2012, 10, 29), new(2012, 10, 30), new(2018, 12, 5), new(2025, 1, 9),
    ];

    /// <summary>Open days from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static IEnumerable<DateOnly> TradingDays(DateOnly first, DateOnly last)
    {
        for (var number = first.DayNumber; number <= last.DayNumber; number++)
        {
            var day = DateOnly.FromDayNumber(number);
            if (IsOpen(day)) yield return day;
        }
    }

    public static bool IsOpen(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !SpecialClosures.Contains(day) && !IsHoliday(day);

    private static bool IsHoliday(DateOnly day)
    {
        var year = day.Year;
        return day.Month switch
        {
            1 => day == OnOrAfterSunday(new(year, 1, 1)) || day == Nth(3, DayOfWeek.Monday, year, 1),
            2 => day == Nth(3, DayOfWeek.Monday, year, 2),
            3 or 4 => day == EasterSunday(year).AddDays(-2),
            5 => day.DayOfWeek == DayOfWeek.Monday && day.Day > 24,
            6 => year >= 2022 && day == Observed(new(year, 6, 19)),
            7 => day == Observed(new(year, 7, 4)),
            9 => day == Nth(1, DayOfWeek.Monday, year, 9),
            11 => day == Nth(4, DayOfWeek.Thursday, year, 11),
            12 => day == Observed(new(year, 12, 25)),
            _ => false,
        };
    }

    /// <summary>A holiday on Sunday is kept on Monday, one on Saturday the Friday before.</summary>
    private static DateOnly Observed(DateOnly holiday) =>
        holiday.DayOfWeek == DayOfWeek.Saturday ? holiday.AddDays(-1) : OnOrAfterSunday(holiday);

    /// <summary>New Year's Day on a Saturday is not kept: the Friday before is the last day of the accounting year.</summary>
    private static DateOnly OnOrAfterSunday(DateOnly holiday) => holiday.DayOfWeek == DayOfWeek.Sunday ? holiday.AddDays(1) : holiday;

    private static DateOnly Nth(int n, DayOfWeek weekday, int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (n - 1)));
    }

    /// <summary>The anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var (century, ofCentury, golden) = (year / 100, year % 100, year % 19);
        var correction = century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3);
        var epact = ((19 * golden) + correction + 15) % 30;
        var toSunday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - epact - (ofCentury % 4)) % 7;
        var late = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var sum = epact + toSunday - (7 * late) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }
}
