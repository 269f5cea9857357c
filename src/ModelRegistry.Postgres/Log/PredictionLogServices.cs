using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ModelRegistry.Postgres.Log;

/// <summary>Puts the prediction log, the outcome log and retention into a host that has an <c>NpgsqlDataSource</c>.</summary>
public static class PredictionLogServices
{
    /// <summary>
    /// Adds <see cref="IPredictionLog"/>, <see cref="IOutcomeLog"/> and <see cref="ILogRetention"/>, and hosted services: one registers the
    /// writer at start (after the migrations) and drains it at stop, one drops old days.
    /// </summary>
    public static IServiceCollection AddPredictionLog(this IServiceCollection services, Action<PredictionLogOptions>? configure = null)
    {
        services.AddOptions<PredictionLogOptions>().Configure(options => configure?.Invoke(options)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<PredictionLogOptions>, PredictionLogOptionsValidator>();
        services.AddOptions<LogRetentionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PredictionLog>();
        services.TryAddSingleton<IPredictionLog>(provider => provider.GetRequiredService<PredictionLog>());
        services.TryAddSingleton<IOutcomeLog, OutcomeLog>();
        services.TryAddSingleton<ILogRetention, LogRetention>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<PredictionLog>());
        services.AddHostedService<LogRetentionService>();
        return services;
    }
}
