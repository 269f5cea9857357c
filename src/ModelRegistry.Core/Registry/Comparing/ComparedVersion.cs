using ModelRegistry.Contracts.Registry.Commands;

namespace ModelRegistry.Core.Registry.Comparing;

/// <summary>One side of a comparison.</summary>
/// <param name="Number">Of the version.</param>
/// <param name="SemanticVersion">Of the version.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="Registered">All that was registered.</param>
public sealed record ComparedVersion(int Number, string SemanticVersion, DateTimeOffset CreatedAt, RegisterVersion Registered);
