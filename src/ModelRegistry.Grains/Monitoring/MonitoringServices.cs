using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Grains.Monitoring;

/// <summary>Puts drift monitoring into a host that has the prediction log, the report store, the artifact store and a <c>TimeProvider</c>.</summary>
public static class MonitoringServices
{
    /// <param name="policies">What the operator's policy file says; see <see cref="DriftPolicyParser"/>.</param>
    public static IServiceCollection AddDriftMonitoring(this IServiceCollection services, DriftPolicyBook policies) =>
        services.AddSingleton(policies).AddSingleton<MonitorServices>().AddHostedService<WakeAtStart>();
}
