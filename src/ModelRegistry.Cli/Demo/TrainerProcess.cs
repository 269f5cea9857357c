using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Demo;

/// <summary>Runs <c>modelreg train</c> as a process of its own: native training code never shares a process with anything else.</summary>
internal sealed class TrainerProcess(DemoSettings settings, DemoConsole console, TimeProvider clock)
{
    /// <summary>Trains on the labels known at the close of a day.</summary>
    /// <exception cref="DemoException">The trainer failed; its last words are in the message.</exception>
    public async Task<TrainedVersion> TrainAsync(string label, DateOnly to, int? rounds, CancellationToken cancellationToken)
    {
        var output = Directory.CreateTempSubdirectory("modelreg-train-");
        var started = clock.GetTimestamp();
        try
        {
            await console.ProgressAsync(label, 100, report => RunAsync(Arguments(to, rounds, output.FullName), report, cancellationToken));
            return new(
                await File.ReadAllBytesAsync(Path.Combine(output.FullName, "model.json"), cancellationToken),
                await File.ReadAllBytesAsync(Path.Combine(output.FullName, "profile.json"), cancellationToken),
                (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output.FullName, "version.json"), cancellationToken))!,
                clock.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private List<string> Arguments(DateOnly to, int? rounds, string output)
    {
        List<string> arguments =
        [
            "train", "--market", settings.Market, "--from", "2013-01-01", "--to", to.ToString("O", CultureInfo.InvariantCulture), "--out", output,
            "--every", settings.EveryTicker.ToString(CultureInfo.InvariantCulture), "--json",
        ];
        if (rounds is { } count)
            arguments.AddRange(["--rounds", count.ToString(CultureInfo.InvariantCulture)]);
        else if (settings.Quick)
            arguments.AddRange(["--rounds", "40", "--seeds", "2"]);
        return arguments;
    }

    private static async Task RunAsync(List<string> arguments, Action<double> report, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new DemoException("the trainer could not be started");
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith('{') && JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty("fraction", out var fraction))
                report(100 * fraction.GetDouble());
        }

        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new DemoException($"the trainer ended with {process.ExitCode}: {await errors}");
    }
}
