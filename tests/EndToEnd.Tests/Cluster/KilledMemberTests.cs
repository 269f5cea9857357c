using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Embedded;

namespace EndToEnd.Tests.Cluster;

/// <summary>Two hosts on one database, as programs.</summary>
public sealed class KilledMemberTests
{
    [Fact]
    public async Task Load_OneOfTwoHostsKilled_TheOtherTakesOverAndNothingAcknowledgedIsLostOrDoubled()
    {
        await using var data = new DataFolder();
        using var stays = await SiloRun.StartAsync(data.Path);
        using var dies = await JoinAsync(data.Path);
        await using var load = await HostLoad.StartAsync(stays);
        await load.AcknowledgedAsync(200);
        await MustSpreadAsync(data.Path);
        await dies.KillAsync();
        await load.AcknowledgedAsync(200);

        using var again = await JoinAsync(data.Path);
        await load.AcknowledgedAsync(100);
        await load.EndAsync();
        var (_, path, key, body, answer) = load.Commands.First(command => command.Method == "POST");
        Assert.Equal(answer, await RepeatAsync(again, path, key, body));
        Assert.Equal(0, await again.StopAsync());
        Assert.Equal(0, await stays.StopAsync());
        await using var stored = await StoredRegistry.OpenAsync(data.Path);
        await stored.MustHoldAsync(load);
        Assert.Equal(3, await stored.ScalarAsync<long>("SELECT count(*) FROM log_writers"));
    }

    /// <summary>One more member of the cluster of the host that runs on this folder.</summary>
    private static async Task<SiloRun> JoinAsync(string dataDirectory)
    {
        await using var database = await PrivateDatabase.OpenAsync(dataDirectory, NullLogger.Instance);
        return await SiloRun.StartAsync(Programs.Start(
            Programs.Silo,
            ["--data-dir", dataDirectory, "--postgres", database.ConnectionString, "--urls", "http://127.0.0.1:0"],
            [("MODELREG_ADMIN_TOKEN", SiloRun.Token), .. SiloPorts.Of(dataDirectory + " joined")]));
    }

    /// <summary>Both hosts are members: otherwise there is nothing to take over.</summary>
    private static async Task MustSpreadAsync(string dataDirectory)
    {
        await using var stored = await StoredRegistry.OpenAsync(dataDirectory);
        const int Active = 3;
        Assert.Equal(2, await stored.ScalarAsync<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM orleansmembershiptable WHERE status = {Active}")));
    }

    private static async Task<string> RepeatAsync(SiloRun host, string path, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
