using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Http;

/// <summary>Alive while this process can log predictions; degraded while some are answered unlogged. One that was fenced must be started again.</summary>
internal sealed class LogCheck(IPredictionLog log, UnloggedAlarm alarm) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        log.Failure is { } failure ? HealthCheckResult.Unhealthy(failure.Message, failure)
        : alarm.RaisedAt is { } at ? HealthCheckResult.Degraded($"the prediction log is full: {alarm.Predictions} predictions were answered unlogged, the last at {at:O}")
        : HealthCheckResult.Healthy());
}
