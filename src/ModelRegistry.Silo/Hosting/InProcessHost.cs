using Orleans.Hosting;

namespace ModelRegistry.Silo.Hosting;

/// <summary>The grains in this process alone, with their states and reminders in the registry's database.</summary>
internal static class GrainHost
{
    /// <summary>The name of the grain runtime, for people.</summary>
    public const string Runtime = "Orleans.InProcess";

    /// <summary>Nobody else writes to the database: the host holds its lock.</summary>
    public const bool SingleProcess = true;

    /// <summary>A second host on the same database fails to start and names this one.</summary>
    public static void AddGrains(WebApplicationBuilder builder, string connectionString)
        => builder.UseOrleans(silo => silo.UseLocalhostClustering().UsePostgres(connectionString).AddMemoryStreams("nudges"));
}
