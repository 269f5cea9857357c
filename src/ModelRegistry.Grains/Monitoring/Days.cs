namespace ModelRegistry.Grains.Monitoring;

/// <summary>As-of days are UTC days.</summary>
internal static class Days
{
    public static DateOnly Of(DateTimeOffset asOf) => DateOnly.FromDateTime(asOf.UtcDateTime);

    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The first time after the day.</summary>
    public static DateTimeOffset End(DateOnly day) => day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : Start(day.AddDays(1));
}
