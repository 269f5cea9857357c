using ModelRegistry.Learning.Market;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Learning.Tests.Market;

/// <summary>A fact about the real panel; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MarketDataFactAttribute : FactAttribute
{
    public MarketDataFactAttribute() => Skip = SharedFolder.WhyAbsent("data", MarketSource.PanelFolder, MarketSource.PanelFile);
}
