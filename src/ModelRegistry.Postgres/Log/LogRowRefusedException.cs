namespace ModelRegistry.Postgres.Log;

/// <summary>PostgreSQL refused a prediction; it is recorded in <c>prediction_rejects</c>, and the other rows of its call are in the log.</summary>
public sealed class LogRowRefusedException(Guid predictionId, string reason, Exception inner)
    : Exception($"prediction {predictionId:D} was refused by the database: {reason}", inner)
{
    public Guid PredictionId { get; } = predictionId;
}
