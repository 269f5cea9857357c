using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Grains.Tests.Monitoring;

/// <summary>A fact about the real market panel; skipped, with the reason, where the panel is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MarketFactAttribute : FactAttribute
{
    public MarketFactAttribute() => Skip = SharedFolder.WhyAbsent("data", "equity_panel_470x5y", "panel.csv.gz");

    public static string Path => SharedFolder.PathOf("data", "equity_panel_470x5y", "panel.csv.gz");
}
