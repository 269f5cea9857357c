using Microsoft.Extensions.DependencyInjection;

namespace ModelRegistry.Learning.Flavors;

/// <summary>Registration of the flavors.</summary>
public static class ModelFlavorServices
{
    /// <summary>Adds the flavors of this project and the <see cref="FlavorRegistry"/>; further <see cref="IModelFlavor"/> may be added beside them.</summary>
    public static IServiceCollection AddModelFlavors(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IModelFlavor, XGBoostFlavor>();
        services.AddSingleton<IModelFlavor, StockRankingFlavor>();
        services.AddSingleton<FlavorRegistry>();
        return services;
    }
}
