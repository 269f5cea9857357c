namespace ModelRegistry.Postgres.Log;

/// <summary>Rows after a cursor, in writer and row order, and the cursor after them.</summary>
public sealed record PredictionPage(IReadOnlyList<LoggedPrediction> Rows, LogCursor Next);
