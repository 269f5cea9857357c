namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>A value that two versions have, and not the same.</summary>
public sealed record ValueChange(string Name, string Before, string After);
