namespace ModelRegistry.Cli.Client;

/// <summary>A command cannot be carried out; the message says what to do about it.</summary>
internal sealed class CommandException(string message) : Exception(message);
