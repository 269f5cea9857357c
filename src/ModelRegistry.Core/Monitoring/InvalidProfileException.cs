namespace ModelRegistry.Core.Monitoring;

/// <summary>A training or reference profile that contradicts itself; the message names the feature, what is wrong with it and what would be right.</summary>
public sealed class InvalidProfileException(string message) : Exception(message);
