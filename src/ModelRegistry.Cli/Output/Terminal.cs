using Spectre.Console;

namespace ModelRegistry.Cli.Output;

/// <summary>Whether what is written may have colours and move the cursor.</summary>
internal static class Terminal
{
    /// <summary>Not into a file or a pipe, and not where the user does not want it (<c>NO_COLOR</c>).</summary>
    public static bool TakesColours(bool redirected) => !redirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Where the story of a command is told.</summary>
    public static IAnsiConsole Out() => TakesColours(Console.IsOutputRedirected)
        ? AnsiConsole.Console
        : AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
}
