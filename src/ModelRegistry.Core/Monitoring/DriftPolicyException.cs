namespace ModelRegistry.Core.Monitoring;

/// <summary>A drift policy file that cannot be used; the message names the line, what stands there and what would be right.</summary>
public sealed class DriftPolicyException(string message, Exception? inner = null) : Exception(message, inner);
