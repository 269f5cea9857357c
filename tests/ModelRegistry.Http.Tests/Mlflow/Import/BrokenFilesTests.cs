using Microsoft.AspNetCore.Http;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Files that another server lists and does not hand out, or that cannot be here.</summary>
[Collection(ServerCollection.Name)]
public sealed class BrokenFilesTests(RegistryServer server) : ScriptedImport(server)
{
    [Fact]
    public async Task Import_OfAFileThatBreaksTheServer_TakesTheOthers()
    {
        There.Put("a.txt", "б.txt", "c/d.txt");
        Answer($"{ScriptedServer.Root}/б.txt", 500, "oops");

        var report = await ImportAsync(1);
        Assert.Matches(@"^file .*/б\.txt: .* does not answer GET .*: it answers 500$", Assert.Single(Notes(report, "skipped")));
        Assert.Equal((2, "c/d.txt"), (Added(report, "files"), await FileAsync("c/d.txt")));
        Assert.Equal(3, There.Asked.Count(what => what.EndsWith("б.txt", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Import_OfAServerThatIsToldNotToHandFilesOut_AsksOnceAndSaysSo()
    {
        Answer(ScriptedServer.Root, 503, "Endpoint disabled due to the mlflow server running with `--no-serve-artifacts`.");
        There.Add(1, "s3://there/1");

        var report = await ImportAsync(1);
        Assert.EndsWith("running with `--no-serve-artifacts`.", Assert.Single(Notes(report, "skipped")), StringComparison.Ordinal);
        Assert.Equal((1, 1), (Added(report, "versions"), There.Asked.Count(what => what == ScriptedServer.Root)));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Import_OfAFolderThatIsRefused_TakesTheOthers(int status)
    {
        There.Put("secret/a.txt", "b.txt");
        Answer($"{ScriptedServer.Root}/secret", status, """{"message": "not you"}""");
        var report = await ImportAsync(1);
        Assert.Equal([$"file {await RootAsync()}/secret: not you"], Notes(report, "skipped"));
        Assert.Equal(1, Added(report, "files"));
    }

    [Fact]
    public async Task Import_OfAFolderThatCannotBeHere_TakesTheOthers()
    {
        There.Put("plots#1/a.png", "b.txt");
        var report = await ImportAsync(1);
        Assert.StartsWith($"file {await RootAsync()}/plots#1: ", Assert.Single(Notes(report, "skipped")), StringComparison.Ordinal);
        Assert.Equal(1, Added(report, "files"));
    }

    [Theory]
    [InlineData("mlflow-artifacts:/root/model")]
    [InlineData("runs:/RUN/model")]
    public async Task Import_OfAVersionWithAFileThatDidNotCome_WaitsForIt(string source)
    {
        There.Put("model/MLmodel", "model/weights.bin", "model-2/MLmodel");
        There.Add(1, "mlflow-artifacts:/root/model-2");
        There.Add(2, source.Replace("RUN", There.Run, StringComparison.Ordinal), There.Run);
        There.Add(3, "s3://there/3");
        Answer($"{ScriptedServer.Root}/model/weights.bin", 404, "gone");

        var report = await ImportAsync(1);
        Assert.Equal(
            [$"version {There.Name} 2: of its files did not come: {await RootAsync()}/model/weights.bin", $"version {There.Name} 3: the model stopped before it"],
            Notes(report, "skipped").Where(note => note.StartsWith("version", StringComparison.Ordinal)));
        Assert.Equal(1, Added(report, "versions"));

        There.Instead = (_, _) => Task.FromResult(false);
        Assert.Equal(2, Added(await ImportAsync(0), "versions"));
    }

    [Fact]
    public async Task Import_OfAVersionThatIsHere_NeedsItsFilesNoMore()
    {
        There.Put("model/MLmodel");
        There.Add(1, "mlflow-artifacts:/root/model");
        await ImportAsync(0);
        There.Put("model/late.bin");
        There.Add(2, "s3://there/2");
        Answer($"{ScriptedServer.Root}/model/late.bin", 404, "gone");

        var report = await ImportAsync(1);
        Assert.Equal([$"file {await RootAsync()}/model/late.bin: gone"], Notes(report, "skipped"));
        Assert.Equal(1, Added(report, "versions"));
    }

    [Fact]
    public async Task Import_LeavingOut_PassesWhatCannotCome()
    {
        There.Put("model/MLmodel");
        There.Add(1, "mlflow-artifacts:/root/model");
        There.Add(2, "mlflow-artifacts:/purged/model");
        There.Add(3, "s3://there/3");
        Answer($"{ScriptedServer.Root}/model/MLmodel", 404, "gone");
        Assert.Equal(0, Added(await ImportAsync(1), "versions"));

        var report = await ImportAsync(1, "--leave-out");
        Assert.Equal(1, Added(report, "versions"));
        Assert.Equal(2, Notes(report, "skipped").Count(note => note.StartsWith($"version {There.Name} ", StringComparison.Ordinal)));
        Assert.Equal((false, false, true), (await HasVersionAsync(1), await HasVersionAsync(2), await HasVersionAsync(3)));
    }

    [Fact]
    public async Task Import_LeavingOut_WaitsForWhatMayComeLater()
    {
        There.Put("model/MLmodel", "model/weights.bin");
        There.Add(1, "mlflow-artifacts:/root/model");
        There.Add(2, "s3://there/2");
        Answer($"{ScriptedServer.Root}/model/weights.bin", 503, "later");
        var report = await ImportAsync(1, "--leave-out", "--retries", "0");
        Assert.Equal(0, Added(report, "versions"));
        Assert.Contains($"version {There.Name} 2: the model stopped before it", Notes(report, "skipped"));

        There.Instead = (_, _) => Task.FromResult(false);
        Assert.Equal(2, Added(await ImportAsync(0, "--leave-out"), "versions"));
    }

    private void Answer(string what, int status, string words) => There.Instead = async (http, asked) =>
    {
        if (asked != what)
            return false;
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(words);
        return true;
    };
}
