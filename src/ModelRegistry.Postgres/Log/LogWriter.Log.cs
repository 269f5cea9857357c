using Microsoft.Extensions.Logging;

namespace ModelRegistry.Postgres.Log;

internal sealed partial class LogWriter
{
    [LoggerMessage(1, LogLevel.Information, "Writer {Writer} of the prediction log has started")]
    private static partial void LogStarted(ILogger logger, long writer);

    [LoggerMessage(2, LogLevel.Information, "Writer {Writer} of the prediction log has stopped at row {LastSequence}; everything it took is committed")]
    private static partial void LogStopped(ILogger logger, long writer, long lastSequence);

    [LoggerMessage(3, LogLevel.Warning, "Writer {Writer} could not write {Rows} rows (attempt {Attempt}); it connects again and resolves what became of them")]
    private static partial void LogRetry(ILogger logger, Exception exception, long writer, int rows, int attempt);

    [LoggerMessage(4, LogLevel.Error, "Writer {Writer}: the database refused prediction {PredictionId} of model {ModelId}; it is kept in prediction_rejects")]
    private static partial void LogReject(ILogger logger, Exception exception, long writer, Guid predictionId, Guid modelId);

    [LoggerMessage(5, LogLevel.Critical, "The prediction log takes nothing any more")]
    private static partial void LogFenced(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Critical, "The writer of the prediction log has failed")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Writer {Writer} could not reach the database while idle")]
    private static partial void LogSilent(ILogger logger, Exception exception, long writer);

    [LoggerMessage(8, LogLevel.Warning, "Writer {Dead} of the prediction log was dead; writer {Writer} has closed it")]
    private static partial void LogClosedDead(ILogger logger, long dead, long writer);

    [LoggerMessage(9, LogLevel.Error, "A handler of the prediction log's flushes has failed")]
    private static partial void LogNudgeFailed(ILogger logger, Exception exception);
}
