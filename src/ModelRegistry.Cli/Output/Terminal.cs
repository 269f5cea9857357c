using Spectre.Console;

namespace ModelRegistry.Cli.Output;

/// <summary>Whether what is written may have colours and move the cursor.</summary>
internal static class Terminal
{
    /// <summary>Not into a file or a pipe, and not where the user does not want it (<c>NO_COLOR</c>).</summary>
    public static bool TakesColours(bool redirected) => !redirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Where the story of a command is told.</summary>
    public static IAnsiConsole Out() => Of(Console.Out, Console.IsOutputRedirected);

    /// <summary>Where it is told while the output is for a program.</summary>
    public static IAnsiConsole Error() => Of(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Of(TextWriter output, bool redirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) };
        if (!TakesColours(redirected))
            (settings.Ansi, settings.ColorSystem, settings.Interactive) = (AnsiSupport.No, ColorSystemSupport.NoColors, InteractionSupport.No);
        return AnsiConsole.Create(settings);
    }
}
