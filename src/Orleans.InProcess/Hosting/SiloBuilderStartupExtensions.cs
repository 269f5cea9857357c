using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Work to do once, when the host takes calls and before it counts as started.</summary>
public static class SiloBuilderStartupExtensions
{
    public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, Func<IServiceProvider, CancellationToken, Task> startupTask)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(startupTask);
        builder.Services.AddSingleton(new StartupTask(startupTask));
        return builder;
    }

    public static ISiloBuilder AddStartupTask<TStartup>(this ISiloBuilder builder)
        where TStartup : class, IStartupTask
        => builder.AddStartupTask(static (services, token) => ActivatorUtilities.GetServiceOrCreateInstance<TStartup>(services).Execute(token));
}
