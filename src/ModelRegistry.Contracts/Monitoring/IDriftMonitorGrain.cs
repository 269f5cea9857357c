namespace ModelRegistry.Contracts.Monitoring;

/// <summary>Watches one model; the key is the model's id. It reads the prediction log by its own cursor.</summary>
[Alias("drift-monitor-grain")]
public interface IDriftMonitorGrain : IGrainWithStringKey
{
    Task<Answer<MonitorView>> Configure(CommandContext context, MonitorPolicy policy);

    /// <summary>Reads what is in the log, closes every as-of day up to <paramref name="through"/> (null: up to the watermark, its day included) and reports.</summary>
    Task<Answer<DriftReport>> Scan(CommandContext context, DateTimeOffset? through);

    [AlwaysInterleave]
    Task<MonitorView> Get();
}
