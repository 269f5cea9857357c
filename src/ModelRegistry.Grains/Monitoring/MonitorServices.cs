using Microsoft.Extensions.Logging;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>What every monitor of a host uses.</summary>
internal sealed class MonitorServices(
    IPredictionLog log,
    ILogRetention retention,
    IDriftReportStore reports,
    IArtifactStore artifacts,
    DriftPolicyBook policies,
    TimeProvider clock,
    ILogger<DriftMonitor> logger)
{
    public IPredictionLog Log => log;

    public ILogRetention Retention => retention;

    public IDriftReportStore Reports => reports;

    public ReferenceSource References { get; } = new(artifacts);

    public DriftPolicyBook Policies => policies;

    public TimeProvider Clock => clock;

    public ILogger Logger => logger;
}
