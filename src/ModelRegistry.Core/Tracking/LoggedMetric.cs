namespace ModelRegistry.Core.Tracking;

/// <summary>One value of a metric of a run.</summary>
/// <param name="Key">Name of the metric.</param>
/// <param name="Value">Any double; NaN and infinities are values too.</param>
/// <param name="Timestamp">Unix milliseconds, 0 or later.</param>
/// <param name="Step">Such as an epoch; any integer.</param>
public readonly record struct LoggedMetric(string Key, double Value, long Timestamp, long Step);
