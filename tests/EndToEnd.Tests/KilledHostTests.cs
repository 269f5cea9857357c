using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The main job survives a host that is killed in the middle of it.</summary>
public sealed class KilledHostTests
{
    [Fact]
    public async Task Demo_HostKilledInTheMiddle_NothingAcknowledgedIsLostOrDoubled()
    {
        await using var data = new DataFolder();
        using var first = await SiloRun.StartAsync(data.Path);
        var report = Path.Combine(data.Path, "report.json");
        using var demo = Programs.Start(
            Programs.Cli, ["demo", "--quick", "--server", first.Address.ToString(), "--token", SiloRun.Token, "--report", report, "--market", Path.Combine(data.Path, "no-market")]);

        await demo.LineAsync("A/B test started").WaitAsync(TimeSpan.FromMinutes(3));
        await LoggedAsync(first, atLeast: 20_000);
        await first.KillAsync();
        using var second = await SiloRun.StartAsync(data.Path, first.Address.ToString());

        Assert.True(await demo.ExitAsync(TimeSpan.FromMinutes(5)) == 0, demo.Said);
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        var predictions = figures.RootElement.GetProperty("predictions");
        var actuals = figures.RootElement.GetProperty("actuals");
        Assert.Equal(predictions.GetProperty("sent").GetInt64(), predictions.GetProperty("stored").GetInt64());
        Assert.Equal(actuals.GetProperty("sent").GetInt64(), actuals.GetProperty("stored").GetInt64());
        Assert.Equal(actuals.GetProperty("stored").GetInt64(), actuals.GetProperty("joined").GetInt64());
        Assert.Contains(figures.RootElement.GetProperty("drift").EnumerateArray(), d => d.GetProperty("drill").GetBoolean());
    }

    private static async Task LoggedAsync(SiloRun silo, long atLeast)
    {
        while (true)
        {
            using var status = JsonDocument.Parse(await silo.Http.GetStringAsync("api/v1/models/stock-ranking/status"));
            if (status.RootElement.GetProperty("logged").EnumerateObject().Sum(role => role.Value.GetInt64()) >= atLeast)
                return;
        }
    }
}
