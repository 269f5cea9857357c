using ModelRegistry.Contracts.Registry;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>One section of the policy: the defaults, a strategy or a model.</summary>
public sealed record PolicySection
{
    /// <summary>Nothing asked for.</summary>
    public static PolicySection None { get; } = new();

    public TargetPolicy Staging { get; init; } = TargetPolicy.None;

    public TargetPolicy Production { get; init; } = TargetPolicy.None;

    /// <summary>What is asked for before a stage; nothing for stages without gates.</summary>
    public TargetPolicy For(Stage target) => target switch
    {
        Stage.Staging => Staging,
        Stage.Production => Production,
        _ => TargetPolicy.None,
    };
}
