namespace ModelRegistry.Learning.Market;

/// <summary>One thing wrong with a market file.</summary>
/// <param name="Row">Line of the file, the header being 1. For a row that is missing, the line after which it belongs; 0 where there is none.</param>
/// <param name="Reason">What is wrong, with the value, and what would be right.</param>
public sealed record MarketDefect(int Row, string Reason);
