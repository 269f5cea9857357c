namespace EndToEnd.Tests;

/// <summary>The examples do what they say.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task Examples_AgainstAFreshRegistry_DoWhatTheySay()
    {
        await using var data = new DataFolder();
        using var silo = await SiloRun.StartAsync(data.Path);

        var first = await PlayAsync(silo, "first-model.sh");
        Assert.Contains("\"code\":\"gates_failed\"", first, StringComparison.Ordinal);
        Assert.Contains("\nProduction\n", first, StringComparison.Ordinal);
        Assert.Contains("\"logged\":\"durable\"", first, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1,\"duplicates\":0", first, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":0,\"duplicates\":1", first, StringComparison.Ordinal);

        var test = await PlayAsync(silo, "ab-test.sh");
        Assert.Contains("\nRunning\n", test, StringComparison.Ordinal);
        Assert.Contains("Both intervals include zero. rank_hit: challenger minus champion", test, StringComparison.Ordinal);

        var drift = await PlayAsync(silo, "drift.sh");
        Assert.Contains("\"asOf\":\"2015-01-15T00:00:00+00:00\"", drift, StringComparison.Ordinal);
        Assert.Contains("on 2 scans running; no earlier production version to return to", drift, StringComparison.Ordinal);
        Assert.Contains("no_severe_drift is promotions frozen", drift, StringComparison.Ordinal);

        Assert.Equal(0, await silo.StopAsync());
    }

    private static async Task<string> PlayAsync(SiloRun silo, string name)
    {
        using var example = Programs.Start(
            "bash", [Path.Combine(Programs.Repository, "examples", name)],
            ("REGISTRY", silo.Address.ToString().TrimEnd('/')), ("TOKEN", SiloRun.Token), ("MODELREG", Programs.Cli));
        var ended = await example.ExitAsync(TimeSpan.FromMinutes(2));
        Assert.True(ended == 0, example.Said);
        return example.Said;
    }
}
