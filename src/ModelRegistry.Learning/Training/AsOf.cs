namespace ModelRegistry.Learning.Training;

/// <summary>As-of times of daily data.</summary>
public static class AsOf
{
    /// <summary>A day of the panel stands for midnight UTC at its beginning.</summary>
    public static DateTimeOffset Of(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
