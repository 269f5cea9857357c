using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary><c>modelreg backup</c> of a host at work, <c>modelreg restore</c>, and a host on what came of it.</summary>
public sealed class BackupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Restore_BackupOfAHostUnderLoad_AnotherHostKnowsAllThatWasAcknowledgedBefore()
    {
        await using var data = new DataFolder();
        await using var restored = new DataFolder();
        var file = Path.Combine(data.Path, "registry.tar");
        using var first = await SiloRun.StartAsync(data.Path);
        await using var load = await HostLoad.StartAsync(first);
        await load.AcknowledgedAsync(50);
        var (predictions, commands) = (load.Predictions.Keys.ToArray(), load.Commands.ToArray());

        var backup = await RunAsync(0, "backup", file, "--data-dir", data.Path, "--json");
        await load.AcknowledgedAsync(5);
        await load.EndAsync();
        Assert.Equal(0, await first.StopAsync());
        Assert.Contains("is not empty (it holds", await RunAsync(1, "restore", file, "--data-dir", data.Path), StringComparison.Ordinal);
        await RunAsync(0, "restore", file, "--data-dir", restored.Path);
        using var second = await SiloRun.StartAsync(restored.Path, load.Address);

        Assert.Equal(1, JsonDocument.Parse(backup).RootElement.GetProperty("artifacts").GetInt32());
        // One of several hosts waits for a writer to be silent first.
        if (second.Said.Contains("grain runtime: Orleans.InProcess", StringComparison.Ordinal))
            Assert.Contains("was dead; writer", second.Said, StringComparison.Ordinal);
        foreach (var (method, path, key, body, answer) in commands)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(answer), JsonNode.Parse(await load.RepeatAsync(method, path, key, body))), $"{method} {path}: {answer}");
        await using (var stored = await StoredRegistry.OpenAsync(restored.Path))
        {
            Assert.Equal(predictions.Length, await stored.ScalarAsync<long>("SELECT count(*) FROM predictions WHERE prediction_id = ANY ($1)", predictions));
            await stored.MustBeWholeAsync();
        }

        Assert.Equal(0, await second.StopAsync());
    }

    private static async Task<string> RunAsync(int code, params string[] arguments)
    {
        using var run = Programs.Start(Programs.Cli, arguments);
        Assert.True(await run.ExitAsync(Patience) == code, run.Said);
        return run.Said;
    }
}
