using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ModelRegistry.Postgres.Artifacts;

/// <summary>Puts the artifacts into a host that has an <c>NpgsqlDataSource</c>.</summary>
internal static class ArtifactServices
{
    /// <param name="services">Where to.</param>
    /// <param name="folder">Of the files, where artifacts are kept in files.</param>
    public static IServiceCollection AddArtifacts(this IServiceCollection services, string folder)
    {
        services.AddOptions<ArtifactOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IArtifactBytes>(provider => provider.GetRequiredService<IOptions<ArtifactOptions>>().Value.Store == ArtifactPlace.Files
            ? new FileArtifacts(folder, provider.GetRequiredService<TimeProvider>())
            : new DatabaseArtifacts(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IArtifactStore, ArtifactStore>();
        services.AddSingleton<IArtifactTrees, ArtifactTrees>();
        services.AddSingleton<IArtifactCollector, ArtifactCollector>();
        services.AddSingleton(provider => new ArtifactMove(
            provider.GetRequiredService<NpgsqlDataSource>(), folder, provider.GetRequiredService<IArtifactStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<ArtifactCollectionService>();
        return services;
    }
}
