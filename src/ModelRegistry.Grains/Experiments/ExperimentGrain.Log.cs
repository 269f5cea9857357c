using Microsoft.Extensions.Logging;

namespace ModelRegistry.Grains.Experiments;

internal sealed partial class ExperimentGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Another activation of experiment {ExperimentId} has written its snapshot; this one ends")]
    private partial void SnapshotTaken(Guid experimentId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Experiment {ExperimentId} lost a nudge; the next one or the reminder does its work")]
    private partial void NudgeLost(Guid experimentId, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Experiment {ExperimentId} could not ask the model to promote version {Version}; it is asked again at the next reminder")]
    private partial void PromotionNotAnswered(Guid experimentId, int version, Exception exception);
}
