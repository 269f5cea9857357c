using System.Net;

namespace EndToEnd.Tests;

/// <summary>Starting, stopping and starting again.</summary>
public sealed class StoppedHostTests
{
    [Fact]
    public async Task Stop_BySigterm_EndsCleanlyAndTheNextStartFindsEverything()
    {
        await using var data = new DataFolder();
        using (var first = await SiloRun.StartAsync(data.Path))
        {
            using var body = new StringContent("""{"name":"survivor"}""");
            using var created = await first.Http.PostAsync("api/v1/models", body);
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            Assert.Equal(0, await first.StopAsync());
        }

        Assert.Empty(Directory.EnumerateFiles(data.Path, "postmaster.pid", SearchOption.AllDirectories));
        using var second = await SiloRun.StartAsync(data.Path);
        using var found = await second.Http.GetAsync("api/v1/models/survivor");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Contains("grain runtime: ", second.Said, StringComparison.Ordinal);
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task Stop_ByCtrlCUnderLoad_DrainsBeforePostgresIsStoppedCleanly()
    {
        await using var data = new DataFolder();
        using var silo = await SiloRun.StartInGroupAsync(data.Path);
        await using var load = await HostLoad.StartAsync(silo);
        await load.AcknowledgedAsync(100);

        Assert.Equal(0, await silo.InterruptGroupAsync());

        await load.EndAsync();
        Assert.Contains("everything it took is committed", silo.Said, StringComparison.Ordinal);
        Assert.Equal(DataFolder.CleanShutdown, data.ServerState);
        Assert.EndsWith("database system is shut down\n", data.ServerLog, StringComparison.Ordinal);
        await using var stored = await StoredRegistry.OpenAsync(data.Path);
        await stored.MustHoldAsync(load);
    }

    [Fact]
    public async Task Start_SecondHostOnTheSameFolder_EndsAndSaysWhy()
    {
        await using var data = new DataFolder();
        using var first = await SiloRun.StartAsync(data.Path);
        using var second = Programs.Start(Programs.Silo, ["--data-dir", data.Path, "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(1, await second.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains(data.Path, second.Said, StringComparison.Ordinal);
        Assert.Equal(0, await first.StopAsync());
    }

    [Theory]
    [InlineData("--urls 'nonsense' is no address", "--urls", "nonsense")]
    [InlineData("--postgres: that is no connection string", "--postgres", "Hots=db;Password=hunter2")]
    [InlineData("Failed to connect to /nowhere", "--postgres", "Host=/nowhere;Password=hunter2")]
    [InlineData("cannot be made", "--data-dir", "/dev/null/data")]
    public async Task Start_WrongSetting_EndsWithOneLineThatNamesIt(string said, string option, string value)
    {
        await using var data = new DataFolder();
        string[] arguments = option == "--data-dir" ? [option, value] : ["--data-dir", data.Path, option, value];
        using var silo = Programs.Start(Programs.Silo, arguments);

        Assert.Equal(1, await silo.ExitAsync(TimeSpan.FromMinutes(1)));

        Assert.Contains(said, silo.Said, StringComparison.Ordinal);
        Assert.Single(silo.Said.TrimEnd().Split('\n'));
        Assert.DoesNotContain("hunter2", silo.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutToken_IsRefused()
    {
        await using var data = new DataFolder();
        using var silo = await SiloRun.StartAsync(data.Path);
        using var stranger = new HttpClient { BaseAddress = silo.Address };
        using var answer = await stranger.GetAsync("api/v1/models");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var live = await stranger.GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(0, await silo.StopAsync());
    }
}
