namespace ModelRegistry.Learning.Market;

/// <summary>A ticker's day whose close and volume are those of the day before.</summary>
public readonly record struct FilledRow(DateOnly Day, string Ticker);
