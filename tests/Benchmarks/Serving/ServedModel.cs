using System.Diagnostics;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;

namespace Benchmarks.Serving;

/// <summary>A ranking model of the usual size, trained in a process of its own, registered and in production.</summary>
internal sealed class ServedModel(RegistryClient client, RegistryClient reviewer)
{
    public const string Name = "stock-ranking";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The inputs of the model.</summary>
    public IReadOnlyList<string> Features { get; private set; } = [];

    /// <summary>Trains on a synthetic market, registers the result twice, and promotes version 1.</summary>
    public async Task MakeAsync(string folder, CancellationToken cancellationToken)
    {
        await TrainAsync(folder, cancellationToken);
        var version = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "version.json"), cancellationToken))!.AsObject();
        Features = [.. version["signature"]!["inputs"]!.AsArray().Select(input => (string)input!["name"]!)];
        version["artifact"] = await UploadAsync(Path.Combine(folder, "model.json"), cancellationToken);
        version["trainingProfile"] = await UploadAsync(Path.Combine(folder, "profile.json"), cancellationToken);
        await PostAsync(client, "models", new { name = Name }, cancellationToken);
        await PostAsync(client, $"models/{Name}/versions", version, cancellationToken);
        await PostAsync(client, $"models/{Name}/versions", version, cancellationToken);
        await PostAsync(reviewer, $"models/{Name}/versions/1/approvals", new { comment = "to be measured" }, cancellationToken);
        var waived = new { min_rank_ic = "-Infinity", min_icir = "-Infinity", min_sharpe = "-Infinity", max_drawdown = "Infinity" };
        await PostAsync(reviewer, $"ml/{Name}/promote", new { version = 1, reason = "to be measured", overrides = waived }, cancellationToken);
        await RoutedAsync(status => (int?)status["serving"] == 1, cancellationToken);
    }

    /// <summary>Sends half of the units to version 2.</summary>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        await PostAsync(client, "experiments", new
        {
            name = "two-of-a-kind",
            model = Name,
            variants = new[] { new { name = "champion", version = 1, weight = 0.5 }, new { name = "challenger", version = 2, weight = 0.5 } },
            metrics = new[] { new { name = "rank_hit", kind = "Proportion", source = "RankHit", increase = true, primary = true } },
            seed = "serving",
        }, cancellationToken);
        await PostAsync(client, "experiments/two-of-a-kind/start", new { }, cancellationToken);
        await RoutedAsync(status => status["experiment"] is not null, cancellationToken);
    }

    private async Task RoutedAsync(Predicate<JsonObject> wanted, CancellationToken cancellationToken)
    {
        while (!wanted(await client.GetAsync<JsonObject>($"models/{Name}/status", cancellationToken).OrThrowAsync()))
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
    }

    private static async Task TrainAsync(string folder, CancellationToken cancellationToken)
    {
        string[] arguments = ["train", "--market", Path.Combine(folder, "none"), "--from", "2013-02-08", "--to", "2014-12-31", "--every", "20", "--out", folder, "--json"];
        var trainer = Path.Combine(AppContext.BaseDirectory, "modelreg");
        var start = new ProcessStartInfo(trainer, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"the training ended with {process.ExitCode}: {errors}{await said}");
    }

    private async Task<string> UploadAsync(string path, CancellationToken cancellationToken) =>
        (string)(await client.PutBytesAsync<JsonObject>("artifacts", await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken).OrThrowAsync())["digest"]!;

    private static Task<JsonObject> PostAsync(RegistryClient principal, string path, object body, CancellationToken cancellationToken) =>
        principal.PostAsync<JsonObject>(path, body, cancellationToken).OrThrowAsync();
}
