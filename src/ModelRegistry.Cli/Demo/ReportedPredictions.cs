namespace ModelRegistry.Cli.Demo;

/// <summary>Predictions in the report.</summary>
/// <param name="Sent">Answered as durable, drill apart.</param>
/// <param name="Stored">In the log in an answering role.</param>
internal sealed record ReportedPredictions(long Sent, long Stored);
