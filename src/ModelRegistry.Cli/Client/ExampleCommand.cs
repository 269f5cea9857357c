using System.CommandLine;

namespace ModelRegistry.Cli.Client;

/// <summary>A command that does something, which every command but a group of commands is.</summary>
/// <param name="example">One line for a shell, which ends the help and which a test runs.</param>
internal class ExampleCommand(string name, string description, string example) : Command(name, description)
{
    public string Example => example;
}
