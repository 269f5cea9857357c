using Microsoft.Extensions.DependencyInjection;

namespace Orleans.InProcess;

/// <summary>Which clock a part of the runtime goes by.</summary>
internal static class RuntimeTime
{
    public static TimeProvider Of(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    public static TimeProvider For(IServiceProvider services, string name) => services.GetKeyedService<TimeProvider>(name) ?? Of(services);
}
