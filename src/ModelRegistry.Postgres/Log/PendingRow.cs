namespace ModelRegistry.Postgres.Log;

/// <summary>One row of a batch and the call it came with.</summary>
internal readonly record struct PendingRow(PendingWrite Owner, PredictionRow Row);
