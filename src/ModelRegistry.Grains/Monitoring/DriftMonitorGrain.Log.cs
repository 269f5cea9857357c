using Microsoft.Extensions.Logging;

namespace ModelRegistry.Grains.Monitoring;

internal sealed partial class DriftMonitorGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A nudge about the log of model {Model} was lost; the next one or the reminder does its work")]
    private static partial void LogNudgeLost(ILogger logger, Guid model, Exception exception);
}
