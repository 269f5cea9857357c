using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

/// <summary>Versions that are registered inside a run, as <c>log_model(registered_model_name=…)</c> does it.</summary>
[Collection(ServerCollection.Name)]
public sealed class RunVersionTests(RegistryServer server)
{
    private const string Columns = """{"inputs": "[{\"type\": \"double\", \"name\": \"size\", \"required\": true}, {\"type\": \"long\", \"name\": \"rooms\", \"required\": true}]", "outputs": "[{\"type\": \"double\", \"name\": \"price\", \"required\": true}]", "params": null}""";

    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Run_ThatGoesOn_GivesItsVersionWhatItHasWhenItEnds()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        await LogAsync(run, 0.5);
        await LogModelAsync(run, "model", Columns);
        await CreateAsync(name, run);
        var registered = await NativeAsync(name);
        Assert.Equal(("""{"auc":0.5}""", true, "size rooms > price"), (registered["metrics"]!.ToJsonString(), (bool)registered["manifestOpen"]!, Fields(registered)));

        await LogAsync(run, 0.75);
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "params": [{"key": "depth", "value": "3"}], "tags": [{"key": "team", "value": "alpha"}]}""");
        await EndAsync(run);
        var closed = await NativeAsync(name);
        await LogAsync(run, 0.9);
        await EndAsync(run);

        Assert.Equal(("""{"auc":0.75}""", """{"depth":"3"}""", "alpha", false, "size rooms > price"),
            (closed["metrics"]!.ToJsonString(), closed["params"]!.ToJsonString(), Text(JsonNode.Parse(Text(closed["manifest"]!, "runTags")!)!, "team"), (bool)closed["manifestOpen"]!, Fields(closed)));
        Assert.NotEqual(Text(registered, "manifestDigest"), Text(closed, "manifestDigest"));
        Assert.Equal(closed.ToJsonString(), (await NativeAsync(name)).ToJsonString());
        Assert.True((bool)(await server.Admin.GetAsync($"models/{name}/versions/1/verify")).Json["verified"]!);
        Assert.Single((await server.Admin.GetAsync($"versions?filter={Uri.EscapeDataString($"name = '{name}' AND metrics.auc = 0.75 AND params.depth = '3'")}")).Json["versions"]!.AsArray());
        var last = (await server.Admin.GetAsync($"models/{name}/history")).Json["events"]!.AsArray()[0]!;
        Assert.Equal(("manifest-closed", "run-tracking"), (Text(last, "type"), Text(last, "actor")));
    }

    [Fact]
    public async Task Version_MadeBeforeItsModelWasLogged_HasItsSignatureInTheEnd()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        await CreateAsync(name, run);
        await LogModelAsync(run, "other", """{"inputs": "[{\"type\": \"string\", \"name\": \"x\"}]"}""");
        await LogModelAsync(run, "model", """{"inputs": "[{\"type\": \"string\", \"name\": \"first\"}]"}""");
        await LogModelAsync(run, "model", Columns);
        Assert.Equal(" > ", Fields(await NativeAsync(name)));
        await EndAsync(run, "FAILED");
        Assert.Equal("size rooms > price", Fields(await NativeAsync(name)));
    }

    [Fact]
    public async Task Run_ThatHasEnded_IsTakenOverAtOnce()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        await LogModelAsync(run, "model", """{"inputs": "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\", \"shape\": [-1, 4]}}]", "outputs": "[{\"type\": \"long\"}]", "params": "[{\"name\": \"t\", \"type\": \"double\", \"default\": 0.5, \"shape\": null}]"}""");
        await LogAsync(run, 0.5);
        await EndAsync(run);
        await CreateAsync(name, run);
        var version = await NativeAsync(name);
        Assert.Equal((false, """{"auc":0.5}""", "0 > 0", "tensor(float64)[-1,4]"), ((bool)version["manifestOpen"]!, version["metrics"]!.ToJsonString(), Fields(version), Text(version["signature"]!["inputs"]![0]!, "type")));
        var original = JsonNode.Parse(Text(version["signature"]!, "original")!)!;
        Assert.Equal(("t", "float64"), (Text(original["params"]![0]!, "name"), Text(original["inputs"]![0]!["tensor-spec"]!, "dtype")));
        await LogAsync(run, 0.9);
        Assert.Equal(version.ToJsonString(), (await NativeAsync(name)).ToJsonString());
    }

    [Fact]
    public async Task Governed_MetricBelowTheGate_PassesWhenMoreIsLogged_AndIsFrozenThen()
    {
        var (name, run) = (await ModelAsync("Governed"), await _mlflow.RunAsync());
        await CreateAsync(name, run);
        (await MoveAsync(name, "Production")).MustBeRefused(409, "RESOURCE_CONFLICT", "min_rank_ic is not measured, wanted 0.02");
        await LogAsync(run, 0.01, "rank_ic");
        (await MoveAsync(name, "Production")).MustBeRefused(409, "RESOURCE_CONFLICT", "min_rank_ic is 0.01, wanted 0.02");
        (await (await server.CallerAsync("grace", Role.Approver)).PostAsync($"models/{name}/versions/1/approvals", "{}")).MustBeProblem(409, "manifest_open", "approve the version when the run has ended");
        await LogAsync(run, 0.03, "rank_ic");
        Assert.True((bool)(await server.Admin.PostAsync($"ml/{name}/promote?dryRun=true", """{"version": 1}""")).Json["wouldPass"]!);
        Assert.True((bool)(await NativeAsync(name))["manifestOpen"]!);

        Assert.Equal(200, (await MoveAsync(name, "Production")).Status);

        var frozen = await NativeAsync(name);
        Assert.Equal((false, """{"rank_ic":0.03}"""), ((bool)frozen["manifestOpen"]!, frozen["metrics"]!.ToJsonString()));
        await LogAsync(run, 0.5, "rank_ic");
        await EndAsync(run);
        Assert.Equal(frozen.ToJsonString(), (await NativeAsync(name)).ToJsonString());
        Assert.True((bool)(await server.Admin.GetAsync($"models/{name}/versions/1/verify")).Json["verified"]!);
    }

    [Fact]
    public async Task Open_InProduction_StillTakesOverWhatTheRunHasWhenItEnds()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        await CreateAsync(name, run);
        Assert.Equal(200, (await MoveAsync(name, "Production")).Status);
        await LogAsync(run, 0.75);
        await EndAsync(run, "KILLED");
        Assert.Equal("""{"auc":0.75}""", (await NativeAsync(name))["metrics"]!.ToJsonString());
    }

    [Fact]
    public async Task Run_ThatIsDeleted_HasEnded()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        await CreateAsync(name, run);
        await LogAsync(run, 0.75);
        await _mlflow.MustAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        var version = await NativeAsync(name);
        Assert.Equal((false, """{"auc":0.75}"""), ((bool)version["manifestOpen"]!, version["metrics"]!.ToJsonString()));
    }

    [Fact]
    public async Task Copy_OfAnOpenVersion_TakesOverFromTheSameRun()
    {
        var (name, run, other) = (await ModelAsync(), await _mlflow.RunAsync(), await _mlflow.RunAsync());
        await CreateAsync(name, run);
        await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "models:/{{name}}/1", "run_id": "{{run}}"}""");
        await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "models:/{{name}}/1", "run_id": "{{other}}"}""");
        await LogModelAsync(run, "model", Columns);
        await LogAsync(run, 0.75);
        await EndAsync(run);
        Assert.Equal(("""{"auc":0.75}""", "size rooms > price"), ((await NativeAsync(name, 2))["metrics"]!.ToJsonString(), Fields(await NativeAsync(name, 2))));
        Assert.Equal((false, "{}"), ((bool)(await NativeAsync(name, 3))["manifestOpen"]!, (await NativeAsync(name, 3))["metrics"]!.ToJsonString()));
    }

    [Fact]
    public async Task LogModel_WithASignatureOfAnyForm_IsTaken()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        foreach (var signature in (string[])["null", "7", "{}", """{"inputs": "not json", "outputs": 7}""", """{"inputs": "[{\"type\": \"double\", \"name\": \"a\\u0000\"}]"}"""])
            await LogModelAsync(run, "model", signature);
        await CreateAsync(name, run);
        await EndAsync(run);
        Assert.Equal("0 > ", Fields(await NativeAsync(name)));
    }

    [Fact]
    public async Task Scope_OfWhoEndsTheRun_DoesNotKeepItsVersionsOpen()
    {
        var (name, run) = (await ModelAsync(), await _mlflow.RunAsync());
        await CreateAsync(name, run);
        var scoped = new MlflowCaller(server.Address, (await server.CallerAsync("run-scoped", Role.Scientist, "elsewhere")).Token);
        await scoped.MustAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "FINISHED"}""");
        Assert.False((bool)(await NativeAsync(name))["manifestOpen"]!);
    }

    private async Task<string> ModelAsync(string lifecycle = "Open")
    {
        var name = server.NewName("of-a-run");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}", "lifecycle": "{{lifecycle}}"}""");
        return name;
    }

    private Task CreateAsync(string name, string run) =>
        _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://runs/{{run}}/artifacts/model", "run_id": "{{run}}"}""");

    private Task LogAsync(string run, double value, string key = "auc") =>
        _mlflow.MustAsync("runs/log-metric", FormattableString.Invariant($$"""{"run_id": "{{run}}", "key": "{{key}}", "value": {{value}}, "timestamp": 1, "step": {{(int)(value * 100)}}}"""));

    private Task LogModelAsync(string run, string path, string signature)
    {
        var model = $$"""{"run_id": "{{run}}", "artifact_path": "{{path}}", "utc_time_created": "2026-01-01 00:00:00", "model_uuid": "0123", "flavors": {}, "signature": {{signature}}}""";
        return _mlflow.MustAsync("runs/log-model", $$"""{"run_id": "{{run}}", "model_json": {{JsonSerializer.Serialize(model)}}}""");
    }

    private Task EndAsync(string run, string status = "FINISHED") => _mlflow.MustAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "{{status}}", "end_time": 1700000001000}""");

    private Task<ApiAnswer> MoveAsync(string name, string stage) => _mlflow.PostAsync("model-versions/transition-stage", $$"""{"name": "{{name}}", "version": "1", "stage": "{{stage}}"}""");

    private async Task<JsonNode> NativeAsync(string name, int number = 1) => (await server.Admin.GetAsync($"models/{name}/versions/{number}")).Json;

    private static string Fields(JsonNode version) =>
        string.Join(" > ", ((string[])["inputs", "outputs"]).Select(side => string.Join(' ', version["signature"]![side]!.AsArray().Select(field => Text(field!, "name")))));

    private static string? Text(JsonNode node, string member) => (string?)node[member];
}
