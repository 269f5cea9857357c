namespace ModelRegistry.Learning.Market;

/// <summary>One row of a panel file; day and ticker are numbered as they first appear.</summary>
internal readonly record struct PanelRow(int Line, int Day, int Ticker, double Close, long Volume, bool Filled);
