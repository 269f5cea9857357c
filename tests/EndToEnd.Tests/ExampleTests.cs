namespace EndToEnd.Tests;

/// <summary>The examples do what they say.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task FirstModel_AgainstAFreshRegistry_IsRefusedApprovedServedAndSettled()
    {
        await using var data = new DataFolder();
        using var silo = await SiloRun.StartAsync(data.Path);
        using var example = Programs.Start(
            "bash", [Path.Combine(Programs.Repository, "examples", "first-model.sh")],
            ("REGISTRY", silo.Address.ToString().TrimEnd('/')), ("TOKEN", SiloRun.Token), ("MODELREG", Programs.Cli));

        Assert.True(await example.ExitAsync(TimeSpan.FromMinutes(2)) == 0, example.Said);
        Assert.Contains("\"code\":\"gates_failed\"", example.Said, StringComparison.Ordinal);
        Assert.Contains("\nProduction\n", example.Said, StringComparison.Ordinal);
        Assert.Contains("\"logged\":\"durable\"", example.Said, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1,\"duplicates\":0", example.Said, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":0,\"duplicates\":1", example.Said, StringComparison.Ordinal);
        Assert.Equal(0, await silo.StopAsync());
    }
}
