using Microsoft.AspNetCore.Http;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Names of files by which another server would lead an admin's calls elsewhere.</summary>
[Collection(ServerCollection.Name)]
public sealed class HostileListingTests(RegistryServer server) : ScriptedImport(server)
{
    private const string Why = @"a name has no '/', '\' or NUL, and is none of '', '.' and '..'";

    private readonly RegistryServer _server = server;

    [Fact]
    public async Task Import_OfAFileWhosePathLeadsToAnotherCall_MakesNoSuchCall()
    {
        var victim = _server.NewName("victim");
        await Here.MustAsync("registered-models/create", $$"""{"name": "{{victim}}"}""");
        await Here.MustAsync("model-versions/create", $$"""{"name": "{{victim}}", "source": "s3://here/1"}""");
        var name = $"../../../../../../v1/models/{victim}/aliases/champion";
        There.List(ScriptedServer.Root, name, isFolder: false, 13);
        There.Instead = async (http, _) =>
        {
            if (!http.Request.Path.Value!.EndsWith("/champion", StringComparison.Ordinal))
                return false;
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync("""{"version":1}"""u8.ToArray());
            return true;
        };
        There.Put("good.txt");

        var report = await ImportAsync(1);
        Assert.Null((await Here.ModelAsync(victim))["aliases"]);
        Assert.Equal([$"file {await RootAsync()}/{name}: {Why}"], Notes(report, "skipped"));
        Assert.Equal("good.txt", await FileAsync("good.txt"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("a\0b")]
    public async Task Import_OfAFolderThatIsNoPartOfTheListedOne_DoesNotFollowIt(string name)
    {
        There.List(ScriptedServer.Root, name, isFolder: true);
        var report = await ImportAsync(1);
        Assert.Equal([$"file {await RootAsync()}/{name}: {Why}"], Notes(report, "skipped"));
        Assert.Equal([ScriptedServer.Root], There.Asked.Where(what => !what.StartsWith("/api/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Import_OfANameThatIsListedTwice_TakesIt()
    {
        There.Put("twice.txt", "twice.txt");
        Assert.Equal(1, Added(await ImportAsync(0), "files"));
    }

    [Fact]
    public async Task Import_OfAFolderThatHoldsItself_Ends()
    {
        There.Instead = async (http, folder) =>
        {
            if (folder.StartsWith("/api/", StringComparison.Ordinal))
                return false;
            await http.Response.WriteAsJsonAsync(new { files = new[] { new { path = new string('x', 200), is_dir = true } } }, http.RequestAborted);
            return true;
        };
        Assert.EndsWith("paths have at most 1024 characters", Assert.Single(Notes(await ImportAsync(1), "skipped")), StringComparison.Ordinal);
    }
}
