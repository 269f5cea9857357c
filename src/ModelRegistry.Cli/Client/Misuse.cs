using System.CommandLine;
using System.CommandLine.Invocation;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Client;

/// <summary>Words that are not understood. All that is said of them is said on the error stream, so that what reads the answers does not read help.</summary>
internal static class Misuse
{
    /// <returns>The exit code.</returns>
    public static async Task<int> ReportAsync(ParseResult parsed, ParseErrorAction action, InvocationConfiguration configuration)
    {
        var (output, error) = (configuration.Output, configuration.Error);
        action.ShowHelp = parsed.CommandResult.Command is not ExampleCommand;
        configuration.Output = error;
        await parsed.InvokeAsync(configuration);
        if (!action.ShowHelp)
            await error.WriteLineAsync($"What is understood: {string.Join(' ', Path(parsed.CommandResult.Command))} --help");
        if (parsed.WantsJson())
            Answers.WriteJson(output, Failure.Misused(string.Join(' ', parsed.Errors.Select(wrong => wrong.Message))).Document);
        return ExitCodes.Usage;
    }

    private static IEnumerable<string> Path(Command command) => command.Parents.OfType<Command>().Take(1).SelectMany(Path).Append(command.Name);
}
