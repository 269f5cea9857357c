namespace ModelRegistry.Postgres.Log;

/// <summary>A row of the log with its place.</summary>
/// <param name="Writer">The process incarnation that wrote it.</param>
/// <param name="Sequence">Its number within the writer, from 1, without gaps over all models.</param>
/// <param name="Row">The row.</param>
public sealed record LoggedPrediction(long Writer, long Sequence, PredictionRow Row);
