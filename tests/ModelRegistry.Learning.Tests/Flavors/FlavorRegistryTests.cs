using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Tests.XGBoost;

namespace ModelRegistry.Learning.Tests.Flavors;

public sealed class FlavorRegistryTests
{
    private static readonly FlavorRegistry Registry = new([new XGBoostFlavor(), new StockRankingFlavor()]);

    [Fact]
    public void Load_KnownFlavor_Scores() => Assert.Equal("f0", Assert.Single(Registry.Load("xgboost", HandMade.Stump()).Features));

    [Fact]
    public void Load_UnknownFlavor_NamesTheKnown()
    {
        var error = Assert.Throws<InvalidModelException>(() => Registry.Load("sklearn", HandMade.Stump()));

        Assert.Contains("'sklearn' is unknown; known are stock-ranking, xgboost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TwoOfOneName_Refuses() => Assert.Throws<ArgumentException>(() => new FlavorRegistry([new XGBoostFlavor(), new XGBoostFlavor()]));

    [Fact]
    public void AddModelFlavors_RegistersAll()
    {
        var services = new ServiceCollection().AddModelFlavors();

        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(IModelFlavor)));
        Assert.Contains(services, service => service.ServiceType == typeof(FlavorRegistry));
    }
}
