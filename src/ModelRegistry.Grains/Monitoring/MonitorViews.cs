using ModelRegistry.Contracts.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Puts together what clients see of a monitor.</summary>
internal static class MonitorViews
{
    public static MonitorView Of(Guid modelId, MonitorPolicy policy, long revision, MonitorSnapshot state) => new()
    {
        ModelId = modelId,
        Policy = policy,
        Revision = revision,
        ReferenceVersion = state.ReferenceVersion,
        ScannedThrough = state.Real.ScannedThrough is { } day ? Days.Start(day) : null,
        Watermark = state.Watermark,
        SevereInARow = state.Real.SevereInARow,
        CalmInARow = state.Real.CalmInARow,
        LastReportId = state.Real.LastReport,
        PendingAction = state.Pending is { } pending ? $"{MonitorActions.WordOf(pending.Kind)}: {pending.Why}" : null,
    };
}
