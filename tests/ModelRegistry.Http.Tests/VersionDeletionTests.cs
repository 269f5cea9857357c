using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;
using ModelRegistry.Http.Tests.Mlflow;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class VersionDeletionTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Delete_ByTheNativeApi_HidesTheVersionAndKeepsItsHistory()
    {
        var name = await server.ServingModelAsync();
        await server.RegisterAsync(name);
        await server.RegisterAsync(name);
        await server.Admin.MustAsync("PUT", $"models/{name}/aliases/candidate", """{"version": 2}""");
        await server.Admin.MustAsync("PUT", $"models/{name}/traffic", """{"shadow": [2]}""");

        var (status, model) = (await server.Admin.SendAsync("DELETE", $"models/{name}/versions/2?reason=wrong", null), (await server.Admin.GetAsync($"models/{name}")).Json);

        Assert.Equal((200, 3), (status.Status, (int)status.Json["latestVersion"]!));
        Assert.Equal(("1 3", "2", 0, 0), (Numbers(model["versions"]!), Numbers(model["deletedVersions"]!), model["aliases"]!.AsObject().Count, model["shadows"]!.AsArray().Count));
        Assert.Equal("1 3", Numbers((await server.Admin.GetAsync($"models/{name}/versions")).Json["versions"]!));
        Assert.Equal("1 3", Numbers((await server.Admin.GetAsync($"models/{name}/versions?filter={Uri.EscapeDataString("number > 0")}&orderBy=number")).Json["versions"]!));
        Assert.Equal(2, (int)(await server.Admin.GetAsync($"models?filter={Uri.EscapeDataString($"name = '{name}'")}")).Json["models"]![0]!["versions"]!);
        foreach (var path in (string[])["versions/2", "versions/2/verify", "versions/@candidate", "versions/1.0.1"])
            (await server.Admin.GetAsync($"models/{name}/{path}")).MustBeProblem(404, "version_not_found", name);
        (await server.Admin.SendAsync("DELETE", $"models/{name}/versions/2", null)).MustBeProblem(404, "version_not_found", "was deleted");
        var last = (await server.Admin.GetAsync($"models/{name}/history")).Json["events"]!.AsArray()[0]!;
        Assert.Equal(("version-deleted", "wrong"), ((string?)last["type"], (string?)last["event"]!["reason"]));
        await server.RegisterAsync(name);
        Assert.Equal("1 3 4", Numbers((await server.Admin.GetAsync($"models/{name}/versions")).Json["versions"]!));
    }

    [Fact]
    public async Task Predict_ByADeletedVersion_FindsNoSuchVersion()
    {
        const string Body = """{"version": 2, "instances": [{}]}""";
        var name = await server.ServingModelAsync();
        await server.RegisterAsync(name);
        Assert.Equal(200, (await server.Admin.PostAsync($"models/{name}/predict", Body)).Status);
        Assert.Equal(200, (await server.Admin.SendAsync("DELETE", $"models/{name}/versions/2", null)).Status);
        (await server.Admin.PostAsync($"models/{name}/predict", Body)).MustBeProblem(404, "version_not_found", "no version 2");
    }

    [Fact]
    public async Task Delete_SentAgainUnderItsKey_AnswersTheSame()
    {
        var name = await server.ServingModelAsync();
        await server.RegisterAsync(name);
        var first = await server.Admin.SendAsync("DELETE", $"models/{name}/versions/2", null, ("Idempotency-Key", "once"));
        var again = await server.Admin.SendAsync("DELETE", $"models/{name}/versions/2", null, ("Idempotency-Key", "once"));
        Assert.Equal((200, first.Text), (first.Status, again.Text));
        (await server.Admin.SendAsync("DELETE", $"models/{name}/versions/latest", null)).MustBeProblem(400, "malformed", "its number is needed");
    }

    [Fact]
    public async Task Delete_OfWhatIsServed_SaysWhatToDo()
    {
        var name = await server.ServingModelAsync();
        (await server.Admin.SendAsync("DELETE", $"models/{name}/versions/1", null)).MustBeProblem(409, "version_in_production", "move it to another stage first");
        (await DeleteAsync(name, "1")).MustBeRefused(409, "RESOURCE_CONFLICT", "is in Production", "move it to another stage first");
        Assert.Equal(200, (await _mlflow.GetAsync($"model-versions/get?name={name}&version=1")).Status);
    }

    [Fact]
    public async Task Delete_ByAnMlflowClient_HidesTheVersionFromAllItsCalls()
    {
        var name = server.NewName("deleted");
        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        for (var i = 0; i < 2; i++)
            await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://models/one", "tags": [{"key": "of", "value": "{{name}}"}]}""");
        await _mlflow.MustAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "champion", "version": "2"}""");

        Assert.Equal("{}", (await DeleteAsync(name, "2")).Text);

        (await DeleteAsync(name, "2")).MustBeUnknown(name);
        foreach (var call in (string[])["get", "get-download-uri"])
            (await _mlflow.GetAsync($"model-versions/{call}?name={name}&version=2")).MustBeUnknown("version=2");
        (await _mlflow.GetAsync($"registered-models/alias?name={name}&alias=champion")).MustBeInvalid("champion");
        var model = await _mlflow.ModelAsync(name);
        Assert.Null(model["aliases"]);
        var at = (DateTimeOffset)(await server.Admin.GetAsync($"models/{name}/history")).Json["events"]![0]!["at"]!;
        Assert.Equal(at.ToUnixTimeMilliseconds(), (long)model["last_updated_timestamp"]!);
        Assert.Equal("1", (string?)Assert.Single(model["latest_versions"]!.AsArray())!["version"]);
        Assert.Equal("1", (string?)Assert.Single((await _mlflow.MustGetAsync($"registered-models/get-latest-versions?name={name}"))["model_versions"]!.AsArray())!["version"]);
        var found = await _mlflow.MustGetAsync($"model-versions/search?max_results=10&filter={Uri.EscapeDataString($"tags.of = '{name}'")}");
        Assert.Equal("1", (string?)Assert.Single(found["model_versions"]!.AsArray())!["version"]);
        (await _mlflow.PostAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "models:/{{name}}/2"}""")).MustBeUnknown("version=2");
        Assert.Equal("3", (string?)(await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://x"}"""))["model_version"]!["version"]);
    }

    [Fact]
    public async Task Lineage_OfWhatWasMadeFromADeletedVersion_StillNamesIt()
    {
        var (from, to) = (server.NewName("source"), server.NewName("copy"));
        foreach (var name in (string[])[from, to])
            await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{from}}", "source": "s3://models/one"}""");
        await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{to}}", "source": "models:/{{from}}/1"}""");
        await DeleteAsync(from, "1");
        var ancestor = Assert.Single((await server.Admin.GetAsync($"models/{to}/lineage?version=1")).Json["ancestors"]!.AsArray())!;
        Assert.Equal((from, true), ((string?)ancestor["model"], (bool)ancestor["deleted"]!));
        Assert.Contains($"{from} v1 1.0.0 deleted", (await server.Admin.GetAsync($"models/{to}/lineage?version=1&format=mermaid")).Text, StringComparison.Ordinal);
        Assert.Equal("s3://models/one", (string?)(await _mlflow.MustGetAsync($"model-versions/get-download-uri?name={to}&version=1"))["artifact_uri"]);
    }

    [Fact]
    public async Task Delete_ByRoleAndScope_IsForWhoMay()
    {
        var governed = server.NewName("governed");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{governed}}"}""");
        await server.RegisterAsync(governed);
        var scientist = await server.CallerAsync("deleting", Role.Scientist);
        (await scientist.SendAsync("DELETE", $"models/{governed}/versions/1", null)).MustBeProblem(403, "needs_approver", "needs approver or admin");
        var elsewhere = await server.CallerAsync("deleting-elsewhere", Role.Admin, "elsewhere");
        (await elsewhere.SendAsync("DELETE", $"models/{governed}/versions/1", null)).MustBeProblem(404, "model_not_found", governed);
        (await new MlflowCaller(server.Address, elsewhere.Token).DeleteAsync("model-versions/delete", $$"""{"name": "{{governed}}", "version": "1"}""")).MustBeUnknown(governed);
        Assert.Equal(200, (await server.Admin.SendAsync("DELETE", $"models/{governed}/versions/1", null)).Status);
    }

    private Task<ApiAnswer> DeleteAsync(string name, string version) => _mlflow.DeleteAsync("model-versions/delete", $$"""{"name": "{{name}}", "version": "{{version}}"}""");

    private static string Numbers(JsonNode versions) => string.Join(' ', versions.AsArray().Select(version => (int)version!["number"]!));
}
