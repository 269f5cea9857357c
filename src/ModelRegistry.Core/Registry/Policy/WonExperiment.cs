namespace ModelRegistry.Core.Registry.Policy;

/// <summary>A concluded A/B test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Champion">The number of the version it was won against.</param>
public sealed record WonExperiment(string Name, int Champion);
