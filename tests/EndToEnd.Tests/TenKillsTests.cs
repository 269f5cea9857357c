using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

/// <summary>kill -9 upon kill -9.</summary>
public sealed class TenKillsTests
{
    [Fact]
    public async Task Load_HostKilledTenTimesInARow_NothingAcknowledgedIsLostOrDoubled()
    {
        var random = new Random(20130208);
        await using var data = new DataFolder();
        var silo = await SiloRun.StartAsync(data.Path);
        await using var load = await HostLoad.StartAsync(silo);
        for (var kill = 1; kill <= 10; kill++)
        {
            await load.AcknowledgedAsync(random.Next(5, 150));
            if (kill % 3 == 0)
                await data.KillServerAsync();
            await silo.KillAsync();
            silo.Dispose();
            silo = await SiloRun.StartAsync(data.Path, load.Address);
        }

        await load.AcknowledgedAsync(20);
        await load.EndAsync();
        foreach (var (method, path, key, body, answer) in load.Commands)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(answer), JsonNode.Parse(await load.RepeatAsync(method, path, key, body))), $"{method} {path}: {answer}");
        await JoinedAsync(silo);
        Assert.Equal(0, await silo.StopAsync());
        silo.Dispose();

        Assert.Equal(DataFolder.CleanShutdown, data.ServerState);
        Assert.EndsWith("database system is shut down\n", data.ServerLog, StringComparison.Ordinal);
        await using var stored = await StoredRegistry.OpenAsync(data.Path);
        await stored.MustHoldAsync(load);
        Assert.Equal(await stored.ScalarAsync<long>("SELECT count(*) FROM actuals"), await stored.ScalarAsync<long>("SELECT count(*) FROM outcomes"));
    }

    /// <summary>Every actual has met its prediction, also those that came just before a kill.</summary>
    private static async Task JoinedAsync(SiloRun silo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var status = JsonDocument.Parse(await silo.Http.GetStringAsync($"api/v1/models/{HostLoad.Model}/status", late.Token));
            var outcomes = status.RootElement.GetProperty("outcomes");
            if (outcomes.GetProperty("settled").GetInt64() == outcomes.GetProperty("actuals").GetInt64())
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
