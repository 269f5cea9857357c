using Microsoft.AspNetCore.Http;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Imports while one of the two servers does not always answer.</summary>
[Collection(ServerCollection.Name)]
public sealed class BusyRegistryTests(RegistryServer server) : ScriptedImport(server)
{
    private readonly OtherServer _here = new(server);
    private readonly RegistryServer _server = server;

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task Import_IntoARegistryThatIsBusyForAMoment_SendsTheFileAgain(int answer)
    {
        There.Put("a.txt", "b.txt");
        var refused = 0;
        var run = await IntoAsync((_, path) => path.EndsWith("/a.txt", StringComparison.Ordinal) && Interlocked.Increment(ref refused) <= 2 ? answer : null);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(("a.txt", "b.txt", 3), (await FileAsync("a.txt"), await FileAsync("b.txt"), refused));
    }

    [Fact]
    public async Task Import_IntoARegistryThatIsLost_NamesIt()
    {
        There.Put("a.txt");
        var run = await IntoAsync((_, path) => path.EndsWith("/a.txt", StringComparison.Ordinal) ? 0 : null, "--retries", "1");
        Assert.Equal(5, run.Code);
        Assert.Contains($"{_here.Address} does not answer PUT ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"{There.Address} does not answer", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_FromAServerThatIsLostWithinAFile_NamesItAndKeepsNoHalf()
    {
        There.Put("a.txt");
        There.Instead = async (http, what) =>
        {
            if (what != $"{ScriptedServer.Root}/a.txt")
                return false;
            await http.Response.WriteAsync("half");
            await http.Response.Body.FlushAsync();
            http.Abort();
            return true;
        };
        var run = await RunAsync("--retries", "1");
        Assert.Equal(5, run.Code);
        Assert.Contains($"{There.Address} does not answer GET ", run.Output, StringComparison.Ordinal);
        Assert.Null(await FileAsync("a.txt"));

        There.Instead = (_, _) => Task.FromResult(false);
        await ImportAsync(0);
        Assert.Equal("a.txt", await FileAsync("a.txt"));
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await _here.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task<Hosting.CommandLine.Run> IntoAsync(Func<int, string, int?> judge, params string[] more)
    {
        _here.Judge = judge;
        return await Hosting.CommandLine.RunAsync(["import", "mlflow", There.Address.ToString(), "--url", _here.Address.ToString(), "--token", _server.Admin.Token!, "--json", .. more]);
    }
}
