namespace ModelRegistry.Core.Serving;

/// <summary>One arm of a running A/B test.</summary>
public sealed record RoutedVariant
{
    public required string Name { get; init; }

    public required RoutedVersion Version { get; init; }
}
