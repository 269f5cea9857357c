using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Grains.Registry;

/// <summary>The promotion policy in force.</summary>
public interface IPolicySource
{
    /// <summary>As of now; a decision takes it once and uses it throughout.</summary>
    PromotionPolicy Current { get; }
}
