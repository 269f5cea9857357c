namespace ModelRegistry.Learning.Training;

/// <summary>A training that cannot be done as asked; the message says which setting or data stands in the way.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
