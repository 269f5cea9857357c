using System.CommandLine;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Client;

/// <summary>A command that does something, which every command but a group of commands is.</summary>
/// <param name="example">One line for a shell, which ends the help and which a test runs.</param>
internal class ExampleCommand(string name, string description, string example) : Command(name, description)
{
    public string Example => example;

    /// <summary>What the command does.</summary>
    /// <param name="run">Answers with the exit code.</param>
    /// <param name="failed">The exit code of every failure; null: that of its kind.</param>
    public ExampleCommand Runs(Func<ParseResult, CancellationToken, Task<int>> run, int? failed = null)
    {
        Add(Answers.Json);
        SetAction((parsed, cancellationToken) => Failures.ReportAsync(parsed, () => run(parsed, cancellationToken), failed, cancellationToken));
        return this;
    }
}
