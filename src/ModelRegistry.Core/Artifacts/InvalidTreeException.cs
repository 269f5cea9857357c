namespace ModelRegistry.Core.Artifacts;

/// <summary>Files that make no tree; the message names the file and says what would be right.</summary>
public sealed class InvalidTreeException(string message) : Exception(message);
