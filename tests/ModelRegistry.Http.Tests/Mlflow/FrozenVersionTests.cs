using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

/// <summary>A version has the files that its source had when it was registered, for ever.</summary>
[Collection(ServerCollection.Name)]
public sealed class FrozenVersionTests(RegistryServer server)
{
    private const string Area = "mlflow-artifacts:/";
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);
    private readonly FileCaller _files = FileCaller.Of(server);

    [Theory]
    [InlineData("mlflow-artifacts:/0/RUN/artifacts/model")]
    [InlineData("mlflow-artifacts:///0/RUN/artifacts/model/")]
    [InlineData("mlflow-artifacts://HOST/0/RUN/artifacts/model")]
    [InlineData("runs:/RUN/model")]
    public async Task Create_FromFilesOfARun_KeepsThemAsTheyWere(string source)
    {
        var (run, root) = await LogModelAsync();
        source = source.Replace("RUN", run, StringComparison.Ordinal).Replace("HOST", server.Address.Authority, StringComparison.Ordinal);
        var name = await ModelAsync();
        var made = (await VersionAsync(name, source, $", \"run_id\": \"{run}\""))["model_version"]!;
        var uri = await UriAsync(name);

        await _files.MustPutAsync($"{root}/model/MLmodel", "changed");
        await _files.MustPutAsync($"{root}/model/later", "new");
        await _files.DeleteAsync($"{root}/model/data");
        await _files.DeleteAsync(root);
        await _mlflow.MustAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");

        Assert.Equal((source, "READY"), (Text(made, "source"), Text(made, "status")));
        var native = (await server.Admin.GetAsync($"models/{name}/versions/1")).Json;
        Assert.Equal(("mlflow", 12L, $"{Area}sha256/{Text(native, "artifact")}"), (Text(native, "flavor"), (long)native["artifactSize"]!, uri));
        var frozen = uri[Area.Length..];
        Assert.Equal("MLmodel=7 data/", await _files.ListAsync(frozen));
        Assert.Equal("w.bin=5", await _files.ListAsync($"{frozen}/data"));
        Assert.Equal(("flavors", "12345"), ((await _files.GetAsync($"{frozen}/MLmodel")).Text, (await _files.GetAsync($"{frozen}/data/w.bin")).Text));
        Assert.True((bool)(await server.Admin.GetAsync($"models/{name}/versions/1/verify")).Json["verified"]!);
    }

    [Fact]
    public async Task Files_OfAVersion_CannotBeChanged()
    {
        var (run, _) = await LogModelAsync();
        var name = await ModelAsync();
        await VersionAsync(name, $"runs:/{run}/model");
        var frozen = (await UriAsync(name))[Area.Length..];
        foreach (var path in new[] { $"{frozen}/MLmodel", $"{frozen}/new", frozen, "sha256/x", "sha256" })
        {
            (await _files.PutAsync(path, "y")).MustBeInvalid("frozen");
            (await _files.DeleteAsync(path)).MustBeInvalid("frozen");
        }

        Assert.Equal("MLmodel=7 data/", await _files.ListAsync(frozen));
        (await _files.GetAsync($"{frozen}/none")).MustBeUnknown("none");
        Assert.Equal("", await _files.ListAsync($"sha256/{new string('0', 64)}"));
    }

    [Theory]
    [InlineData("mlflow-artifacts:/0/RUN/artifacts/none", "no files below it on this server")]
    [InlineData("runs:/RUN/modle", "no files below it on this server")]
    [InlineData("mlflow-artifacts:/", "no files below it on this server")]
    [InlineData("mlflow-artifacts:/0/RUN/artifacts/a%5Cb", "Invalid path")]
    public async Task Create_FromNoFiles_IsInvalid(string source, string words)
    {
        var (run, _) = await LogModelAsync();
        var name = await ModelAsync();
        (await _mlflow.PostAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "{{source.Replace("RUN", run, StringComparison.Ordinal)}}"}""")).MustBeInvalid(words);
        Assert.Null((await _mlflow.ModelAsync(name))["latest_versions"]);
    }

    [Fact]
    public async Task Create_FromARunThatIsNotHere_IsUnknown() => (await _mlflow.PostAsync(
        "model-versions/create", $$"""{"name": "{{await ModelAsync()}}", "source": "runs:/0123456789abcdef0123456789abcdef/model"}""")).MustBeUnknown("0123456789abcdef0123456789abcdef");

    [Fact]
    public async Task Create_FromFilesElsewhere_LeavesThemThere()
    {
        var experiment = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{server.NewName("s3")}}", "artifact_location": "s3://bucket/x"}"""))["experiment_id"]!;
        var run = await _mlflow.RunAsync(experiment);
        var name = await ModelAsync();
        await VersionAsync(name, "mlflow-artifacts://other:5000/0/x/artifacts/model");
        await VersionAsync(name, $"runs:/{run}/model");
        Assert.Equal("mlflow-artifacts://other:5000/0/x/artifacts/model", await UriAsync(name));
        Assert.Equal($"s3://bucket/x/{run}/artifacts/model", await UriAsync(name, 2));
    }

    [Fact]
    public async Task Create_FromOneFile_IsAVersionWithThatFile()
    {
        var (run, _) = await LogModelAsync();
        var name = await ModelAsync();
        await VersionAsync(name, $"runs:/{run}/model/data/w.bin");
        Assert.Equal("w.bin=5", await _files.ListAsync((await UriAsync(name))[Area.Length..]));
    }

    [Fact]
    public async Task Create_FromTheFilesOfAVersion_HasTheSameFiles()
    {
        var (run, _) = await LogModelAsync();
        var name = await ModelAsync();
        await VersionAsync(name, $"runs:/{run}/model");
        await VersionAsync(name, await UriAsync(name));
        await VersionAsync(name, $"models:/{name}/1");
        await VersionAsync(name, $"{await UriAsync(name)}/data");
        Assert.Equal((await UriAsync(name), await UriAsync(name)), (await UriAsync(name, 2), await UriAsync(name, 3)));
        Assert.Equal("w.bin=5", await _files.ListAsync((await UriAsync(name, 4))[Area.Length..]));
    }

    [Fact]
    public async Task Version_OfTheNativeApi_IsLoadedByItsDownloadUri()
    {
        var single = await server.ServingModelAsync();
        var file = (await server.Admin.MustAsync("PUT", "artifacts", """["a", "b"]"""))["digest"]!.GetValue<string>();
        var tree = (await server.Admin.MustAsync("POST", "artifacts/trees", $$"""{"files": [{"path": "model.json", "digest": "{{file}}"}, {"path": "docs/notes.txt", "digest": "{{file}}"}]}"""))["digest"]!.GetValue<string>();
        await server.Admin.MustAsync("POST", $"models/{single}/versions", $$"""{"flavor": "sum", "artifact": "{{tree}}"}""");

        var (one, two) = ((await UriAsync(single))[Area.Length..], (await UriAsync(single, 2))[Area.Length..]);
        Assert.Equal(($"sha256/{file}", $"sha256/{tree}"), (one, two));
        Assert.Equal(("model.json=10", "docs/ model.json=10"), (await _files.ListAsync(one), await _files.ListAsync(two)));
        foreach (var path in new[] { $"{one}/model.json", $"{two}/model.json", $"{two}/docs/notes.txt" })
            Assert.Equal("""["a", "b"]""", (await _files.GetAsync(path)).Text);
        (await _files.GetAsync(one)).MustBeUnknown(one);
    }

    [Fact]
    public async Task WebPage_GetsAFileByItsVersion()
    {
        var (run, _) = await LogModelAsync();
        var name = await ModelAsync();
        await VersionAsync(name, $"runs:/{run}/model");
        await VersionAsync(name, "s3://elsewhere/x");
        var page = new MlflowCaller(server.Address, server.Admin.Token, "");
        Assert.Equal("12345", (await page.GetAsync($"model-versions/get-artifact?name={name}&version=1&path=data/w.bin")).Text);
        (await page.GetAsync($"model-versions/get-artifact?name={name}&version=1&path=none")).MustBeUnknown("none");
        (await page.GetAsync($"model-versions/get-artifact?name={name}&version=2&path=x")).MustBeInvalid("s3://elsewhere/x");
        (await page.GetAsync($"model-versions/get-artifact?name={name}&version=3&path=x")).MustBeUnknown("version=3");
        var scoped = new MlflowCaller(server.Address, (await server.CallerAsync("scoped", Role.Viewer, "another-")).Token, "");
        (await scoped.GetAsync($"model-versions/get-artifact?name={name}&version=1&path=MLmodel")).MustBeUnknown(name);
    }

    [Fact]
    public async Task Create_WhileFilesChange_HasAWholeFileEachTime()
    {
        var (run, root) = await LogModelAsync();
        var name = await ModelAsync();
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await _files.MustPutAsync($"{root}/model/MLmodel", $"{i}:{new string('x', i % 50)}");
        });
        for (var number = 1; number <= 10; number++)
        {
            await VersionAsync(name, $"runs:/{run}/model");
            var content = (await _files.GetAsync($"{(await UriAsync(name, number))[Area.Length..]}/MLmodel")).Text.Split(':');
            Assert.True(content is ["flavors"] || content[1].Length == int.Parse(content[0], System.Globalization.CultureInfo.InvariantCulture) % 50, string.Join(':', content));
        }

        await stop.CancelAsync();
        await changing;
    }

    private async Task<(string Run, string Root)> LogModelAsync()
    {
        var run = await _mlflow.RunAsync();
        var root = $"0/{run}/artifacts";
        await _files.MustPutAsync($"{root}/model/MLmodel", "flavors");
        await _files.MustPutAsync($"{root}/model/data/w.bin", "12345");
        await _files.MustPutAsync($"{root}/model-2/MLmodel", "another");
        await _files.MustPutAsync($"{root}/model.txt", "beside it");
        return (run, root);
    }

    private async Task<string> ModelAsync()
    {
        var name = server.NewName("frozen");
        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        return name;
    }

    private Task<JsonNode> VersionAsync(string name, string source, string more = "") => _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "{{source}}"{{more}}}""");

    private async Task<string> UriAsync(string name, int number = 1) => Text(await _mlflow.MustGetAsync($"model-versions/get-download-uri?name={name}&version={number}"), "artifact_uri");

    private static string Text(JsonNode node, string member) => (string)node[member]!;
}
