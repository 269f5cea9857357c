using System.CommandLine;
using System.Text.Json;
using ModelRegistry.Cli.Output;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Client;

/// <summary>Turns what goes wrong into one line on the error stream and an exit code.</summary>
internal static class Failures
{
    /// <param name="json">Whether a refusal is also written as the registry worded it.</param>
    public static async Task<int> ReportAsync(ParseResult parsed, bool json, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (ApiException refused)
        {
            await SayAsync(parsed, $"{refused.Problem.Detail} ({refused.Problem.Code})");
            await ShowAsync(parsed, json, refused.Problem);
            return ExitCodes.Of(refused.Problem.Status);
        }
        catch (Exception wrong) when (wrong is CommandException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            await SayAsync(parsed, wrong.Message);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            await SayAsync(parsed, lost is OperationCanceledException ? "the registry did not answer in time" : lost.Message);
            return ExitCodes.NotReachable;
        }
    }

    private static Task SayAsync(ParseResult parsed, string message) =>
        parsed.InvocationConfiguration.Error.WriteLineAsync($"modelreg: {Screen.Plain(message)}");

    private static async Task ShowAsync(ParseResult parsed, bool json, ApiProblem problem)
    {
        if (json)
            await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize<object>((object?)problem.Document ?? problem, RegistryJson.Options));
        else if (!problem.Gates.IsEmpty)
            Screen.Of(parsed).Gates(problem.Gates);
    }
}
