using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Http.Mlflow;
using ModelRegistry.Http.Mlflow.Import;
using ModelRegistry.Http.Native;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http;

/// <summary>The HTTP facade as a whole.</summary>
public static class RegistryHttp
{
    // Checks of what only a new start of the host mends.
    private const string Live = "live";

    /// <summary>Adds what the facade needs.</summary>
    public static IServiceCollection AddRegistryHttp(this IServiceCollection services)
    {
        services.AddRegistryAccess();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<ModelDoor>();
        services.AddSingleton<PastDoor>();
        services.AddSingleton<ExperimentDoor>();
        services.AddSingleton<RegistrationDesk>();
        services.AddSingleton<PromotionDesk>();
        services.AddSingleton<ScoreComparison>();
        services.AddSingleton<VersionVerification>();
        services.AddSingleton<ImportDesk>();
        services.AddMlflowApi().AddMlflowImport();
        services.AddHealthChecks().AddCheck<ReadyCheck>("registry").AddCheck<LogCheck>("log", tags: [Live]);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi();
        services.Configure<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, RegistryJson.Options.TypeInfoResolver!));
        return services;
    }

    /// <summary>Maps every call and page.</summary>
    public static void MapRegistryHttp(this WebApplication app)
    {
        app.UseProblems();
        app.MapDashboard();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapNativeApi();
        app.MapMlflowApi();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains(Live) });
        app.MapHealthChecks("/health/ready");
    }
}
