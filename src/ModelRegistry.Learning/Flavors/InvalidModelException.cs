namespace ModelRegistry.Learning.Flavors;

/// <summary>An artifact that is not a valid model of its flavor; the message says where and why.</summary>
public sealed class InvalidModelException(string message, Exception? inner = null) : Exception(message, inner);
