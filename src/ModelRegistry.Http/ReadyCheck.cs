using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Http;

/// <summary>Ready while the database answers; degraded while predictions are served from the last known routing.</summary>
internal sealed class ReadyCheck(RoutingTable routing) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(routing.StaleSince is { } since
            ? HealthCheckResult.Degraded($"the database cannot be reached; routing is stale since {since:O}")
            : HealthCheckResult.Healthy());
}
