using System.CommandLine;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Client;

/// <summary>Turns what goes wrong into one line on the error stream, a document where <c>--json</c> asks for one, and an exit code.</summary>
internal static class Failures
{
    /// <param name="exitCode">That of every failure; null: that of its kind.</param>
    public static async Task<int> ReportAsync(ParseResult parsed, Func<Task<int>> run, int? exitCode, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Say(parsed, "interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception wrong) when (Failure.Of(wrong) is { } failure)
        {
            Say(parsed, failure.Words);
            if (parsed.WantsJson() || !failure.Gates.IsEmpty)
                parsed.Answer(failure.Document, screen => screen.Gates(failure.Gates));
            return exitCode ?? failure.ExitCode;
        }
    }

    private static void Say(ParseResult parsed, string words) => parsed.InvocationConfiguration.Error.WriteLine($"modelreg: {Screen.Plain(words)}");
}
