using Microsoft.Extensions.Logging;

namespace ModelRegistry.Grains.Monitoring;

internal sealed partial class OutcomeJoinerGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A nudge about the outcomes of model {ModelId} was lost; the next one or a reminder does its work")]
    private partial void NudgeLost(Guid modelId, Exception exception);
}
