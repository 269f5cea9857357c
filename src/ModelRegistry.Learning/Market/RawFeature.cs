namespace ModelRegistry.Learning.Market;

/// <summary>A quantity of one ticker's past, before it is ranked.</summary>
/// <param name="Name">Snake case.</param>
/// <param name="Formula">How it is computed, for people and for the hash.</param>
/// <param name="Lookback">Days of history before day t that it needs.</param>
internal sealed record RawFeature(string Name, string Formula, int Lookback);
