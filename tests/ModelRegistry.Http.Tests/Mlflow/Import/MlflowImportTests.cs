using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary><c>modelreg import mlflow</c>: another registry's MLflow calls are the server that is left.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class MlflowImportTests(RegistryServer server) : IAsyncLifetime
{
    private readonly RegistryServer _other = new();
    private OtherServer _there = null!;

    private MlflowCaller There => MlflowCaller.Of(_other);

    private MlflowCaller Here => MlflowCaller.Of(server);

    public async Task InitializeAsync()
    {
        await _other.InitializeAsync();
        _there = new OtherServer(_other);
        await _there.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _there.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Import_OfARunAndItsModel_KeepsWhatTheyAreAndTheirFiles()
    {
        var (name, run) = await LivedAsync();

        var report = await ImportAsync(0);
        Assert.Equal((1, 1, 1, 2, 2), (Added(report, "runs"), Added(report, "experiments"), Added(report, "models"), Added(report, "versions"), Added(report, "files")));

        Same(await RunOf(There, run), await RunOf(Here, run), "experiment_id", "artifact_uri");
        Same(await There.MustGetAsync($"metrics/get-history?run_id={run}&metric_key=auc"), await Here.MustGetAsync($"metrics/get-history?run_id={run}&metric_key=auc"));
        Same(Timeless(await There.ModelAsync(name)), Timeless(await Here.ModelAsync(name)));
        var first = await VersionAsync(Here, name, 1);
        Assert.Equal(("Production", "champion", "v"), ((string)first["current_stage"]!, (string)first["aliases"]![0]!, (string)first["tags"]![0]!["value"]!));
        Assert.Equal(await DownloadUriAsync(There, name, 1), await DownloadUriAsync(Here, name, 1));
        Assert.Equal("weights", await FileAsync(await DownloadUriAsync(Here, name, 1) + "/data/model.bin"));
        Assert.Equal("s3://elsewhere/m", (string)(await VersionAsync(Here, name, 2))["source"]!);
        Assert.Equal("admin", (string)(await server.Admin.GetAsync($"models/{name}/versions/1")).Json["properties"]!["mlflow.imported.user"]!);
    }

    [Fact]
    public async Task Import_Again_TouchesNothingAndListsWhatWentAnotherWay()
    {
        var (name, run) = await LivedAsync();
        await ImportAsync(0);
        var before = (await server.Admin.GetAsync($"models/{name}")).Text;
        var again = await ImportAsync(0);
        Assert.Equal((0, 0, 0), (Added(again, "runs"), Added(again, "versions"), Added(again, "files")));
        Assert.Equal(before, (await server.Admin.GetAsync($"models/{name}")).Text);

        await Here.MustAsync("model-versions/transition-stage", $$"""{"name": "{{name}}", "version": "1", "stage": "Archived"}""");
        await There.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "team", "value": "other"}""");
        await There.MustAsync("registered-models/set-tag", $$"""{"name": "{{name}}", "key": "late", "value": "x"}""");
        await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://elsewhere/3"}""");
        var moved = await ImportAsync(1);

        Assert.Equal(1, Added(moved, "versions"));
        Assert.Equal(
            [$"model {name}: tag 'late' is not set here and 'x' there", $"run {run}: tag 'team' is 'quant' here and 'other' there", $"version {name} 1: it is in Archived here and in Production there"],
            Notes(moved, "conflicts"));
        Assert.Empty(Notes(moved, "skipped"));
        Assert.Equal("Archived", (string)(await VersionAsync(Here, name, 1))["current_stage"]!);
        Assert.DoesNotContain("\"late\"", (await Here.ModelAsync(name)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAServerThatGoesAwayAnywhere_GoesOnWhenItIsRepeated()
    {
        var (name, run) = await LivedAsync();
        var (cuts, words) = (0, "");
        for (var most = 1; ; most++)
        {
            var from = _there.Calls;
            _there.Judge = (call, _) => call > from + most ? (call % 2 == 0 ? 0 : 503) : null;
            var cut = await RunAsync("--retries", "0", "--json");
            if (cut.Code == 0)
                break;
            Assert.Equal(5, cut.Code);
            (cuts, words) = (cuts + 1, cut.Error);
        }

        Assert.InRange(cuts, 8, 40);
        Assert.Contains("run the same command again", words, StringComparison.Ordinal);
        Same(await RunOf(There, run), await RunOf(Here, run), "experiment_id", "artifact_uri");
        Same(Timeless(await There.ModelAsync(name)), Timeless(await Here.ModelAsync(name)));
        Assert.Equal("weights", await FileAsync(await DownloadUriAsync(Here, name, 1) + "/data/model.bin"));
    }

    [Fact]
    public async Task Import_OfABusyServer_Waits()
    {
        await LivedAsync();
        _there.Judge = (call, _) => (call % 3) switch { 0 => 429, 1 => 503, _ => null };
        Assert.Equal(2, Added(await ImportAsync(0, "--retries", "3"), "versions"));
    }

    [Fact]
    public async Task Import_OfWhatCannotBeHere_SaysSoAndTakesTheRest()
    {
        var (name, taken, governed) = (_other.NewName("plain"), server.NewName("taken"), server.NewName("ruled"));
        var running = await There.RunAsync();
        foreach (var model in new[] { name, taken, governed })
        {
            await There.MustAsync("registered-models/create", $$"""{"name": "{{model}}"}""");
            await There.MustAsync("model-versions/create", $$"""{"name": "{{model}}", "source": "s3://there/1"}""");
        }

        await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://there/2", "run_id": "{{running}}"}""");
        await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://there/3"}""");
        await Here.MustAsync("registered-models/create", $$"""{"name": "{{taken}}"}""");
        await Here.MustAsync("model-versions/create", $$"""{"name": "{{taken}}", "source": "s3://here/1"}""");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{governed}}"}""");

        var report = await ImportAsync(1);
        Assert.Equal((1, 0), (Added(report, "versions"), Added(report, "runs")));
        Assert.Equal(
            [$"model {governed}: Model '{governed}' is governed here: its versions come through its gates, one by one", $"version {taken} 1: Version 1 of '{taken}' is another one here: it has the source s3://here/1 and the run (none)"],
            Notes(report, "conflicts"));
        Assert.Equal(
            [$"run {running}: it is RUNNING there; import again when it has ended, or with --running", $"version {name} 2: its run {running} goes on there", $"version {name} 3: the model stopped before it", $"version {governed} 1: the model stopped before it"],
            Notes(report, "skipped"));

        await There.MustAsync("runs/update", $$"""{"run_id": "{{running}}", "status": "FINISHED", "end_time": 1700000000001}""");
        Assert.Equal((2, 1), (Added(await ImportAsync(1), "versions"), Added(await ImportAsync(1), "runs") + 1));
        Assert.Equal("3", (string)(await Here.ModelAsync(name))["latest_versions"]![0]!["version"]!);
    }

    [Fact]
    public async Task Import_WithATokenThatIsNotTaken_IsExitCode4AndShowsNoToken()
    {
        var run = await Hosting.CommandLine.RunAsync("import", "mlflow", _there.Address.ToString(), "--source-token", "s3cret", "--url", server.Address.ToString(), "--token", server.Admin.Token!);
        Assert.Equal(4, run.Code);
        Assert.Contains("UNAUTHENTICATED", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiments", "name")]
    [InlineData("runs/look?experiment=0", "info")]
    [InlineData("runs?experiment=0", "info")]
    [InlineData("models", "name")]
    [InlineData("versions", "name")]
    [InlineData("versions/look", "name")]
    public async Task Calls_WithoutWhatTheyNeed_AreRefused(string call, string missing)
    {
        (await ImportCalls(server.Admin).PostAsync(call, "{}")).MustBeProblem(400, "malformed", $"Missing value for required parameter '{missing}'");
        (await ImportCalls(await server.CallerAsync("ada", Role.Approver)).PostAsync(call, "{}")).MustBeProblem(403, "forbidden");
        (await ImportCalls(await server.CallerAsync("boss", Role.Admin, "desk")).PostAsync(call, "{}")).MustBeProblem(403, "out_of_scope");
    }

    [Fact]
    public async Task Version_AfterNumbersThatAreNotThere_KeepsItsOwn()
    {
        var name = server.NewName("gaps");
        var import = ImportCalls(server.Admin);
        await import.MustAsync("models", $$"""{"name": "{{name}}"}""");
        await import.MustAsync("versions", $$"""{"name": "{{name}}", "version": "3", "source": "s3://there/3", "current_stage": "Staging"}""");

        var found = (await Here.MustGetAsync($"model-versions/search?filter=name%3D%27{name}%27"))["model_versions"]!.AsArray();
        Assert.Equal(("3", "Staging", "s3://there/3"), Assert.Single(found.Select(version => ((string)version!["version"]!, (string)version["current_stage"]!, (string)version["source"]!))));
        Assert.Equal(404, (await Here.GetAsync($"model-versions/get?name={name}&version=2")).Status);
        Assert.Equal("4", (string)(await Here.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://here/4"}"""))["model_version"]!["version"]!);
    }

    [Fact]
    public async Task Import_OfAModelWithDeletedVersions_DoesNotBringThemBack()
    {
        var name = server.NewName("deleted");
        await There.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        foreach (var number in new[] { 1, 2, 3, 4 })
            await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://there/{{number}}"}""");
        foreach (var number in new[] { 1, 3 })
            await There.MustDeleteAsync("model-versions/delete", $$"""{"name": "{{name}}", "version": "{{number}}"}""");

        Assert.Equal(2, Added(await ImportAsync(0), "versions"));
        Assert.Equal(["2", "4"], (await Here.MustGetAsync($"model-versions/search?filter=name%3D%27{name}%27&order_by=version_number%20ASC"))["model_versions"]!.AsArray().Select(version => (string)version!["version"]!));
        Assert.Equal(0, Added(await ImportAsync(0), "versions"));
    }

    [Fact]
    public async Task Import_OfARunThatGoesOn_GivesItsVersionWhatItHasByNow()
    {
        var name = server.NewName("running");
        var run = await There.RunAsync();
        await There.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "params": [{"key": "depth", "value": "3"}], "metrics": [{"key": "auc", "value": 0.5, "timestamp": 1}]}""");
        await There.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://there/1", "run_id": "{{run}}"}""");

        await ImportAsync(0, "--running");
        await Here.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": 0.9, "timestamp": 2, "step": 2}""");
        var version = (await server.Admin.GetAsync($"models/{name}/versions/1")).Json;
        Assert.Equal((0.5, "3", false), ((double)version["metrics"]!["auc"]!, (string)version["params"]!["depth"]!, (bool)version["manifestOpen"]!));
    }

    [Fact]
    public async Task Import_OfFilesThatAServerHandsOut_FollowsThemHoweverTheyAreNamed()
    {
        var name = server.NewName("sources");
        var experiment = await There.ExperimentAsync(name);
        var run = await There.RunAsync(experiment);
        var root = $"{experiment}/{run}/artifacts";
        await PutAsync($"{root}/model/MLmodel", "mine");
        await There.MustAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "FINISHED", "end_time": 1700000009999}""");
        await PutAsync("loose/model/MLmodel", "nobody's");
        await There.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        foreach (var source in new[] { $"mlflow-artifacts://{_other.Address.Authority}/{root}/model", $"runs:/{run}/model", "mlflow-artifacts:/loose/model" })
            await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "{{source}}"}""");

        var report = await ImportAsync(1);
        Assert.Equal(2, Added(report, "versions"));
        Assert.Equal([$"version {name} 3: its files, mlflow-artifacts:/loose/model, are those of no run that came over"], Notes(report, "skipped"));
        foreach (var number in new[] { 1, 2 })
            Assert.Equal("mine", await FileAsync(await DownloadUriAsync(Here, name, number) + "/MLmodel"));
    }

    [Fact]
    public async Task Run_WithALineThatIsNone_IsNotThereAtAll()
    {
        var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString("N", CultureInfo.InvariantCulture);
        var first = $$$"""{"info": {"run_id": "{{{id}}}", "status": "FINISHED", "start_time": 1, "lifecycle_stage": "deleted"}, "data": {"params": [{"key": "p", "value": "1"}]}}""";
        var metrics = """{"metrics": [{"key": "m", "value": 1, "timestamp": 1, "step": 1}]}""";
        (await server.Admin.PostAsync("import/mlflow/runs?experiment=0", $"{first}\n{metrics}\nbroken\n")).MustBeProblem(400, "malformed", "broken");
        Assert.Equal(404, (await Here.GetAsync($"runs/get?run_id={id}")).Status);

        Assert.Equal("Added", (string)(await server.Admin.MustAsync("POST", "import/mlflow/runs?experiment=0", $"{first}\n{metrics}\n"))["outcome"]!);
        var run = await RunOf(Here, id);
        Assert.Equal(("deleted", "1", 1), ((string)run["info"]!["lifecycle_stage"]!, (string)run["data"]!["params"]![0]!["value"]!, (int)run["data"]!["metrics"]![0]!["value"]!));
    }

    /// <summary>A model with two versions, the first from a run that logged of every kind and has files.</summary>
    private async Task<(string Model, string Run)> LivedAsync()
    {
        // The names are new in both registries.
        var name = server.NewName("moved");
        var experiment = await There.ExperimentAsync($"{name} ☃");
        var run = await There.RunAsync(experiment, more: ""","tags": [{"key": "team", "value": "quant"}]""");
        await There.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "params": [{"key": "depth", "value": "3"}], "metrics": [{{string.Join(',', Enumerable.Range(0, 900).Select(i => $$"""{"key": "auc", "value": {{i}}, "timestamp": {{i}}, "step": {{i}}}"""))}}, {"key": "nan", "value": "NaN", "timestamp": 1}]}""");
        await There.MustAsync("runs/log-inputs", $$"""{"run_id": "{{run}}", "datasets": [{"dataset": {"name": "prices", "digest": "d1", "source_type": "local", "source": "/x"}, "tags": [{"key": "mlflow.data.context", "value": "training"}]}]}""");
        var root = $"{experiment}/{run}/artifacts";
        foreach (var (path, content) in new[] { ("model/data/model.bin", "weights"), ("notes ☃.txt", "") })
            await PutAsync($"{root}/{path}", content);
        await There.MustAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "FINISHED", "end_time": 1700000009999}""");
        await There.MustAsync("registered-models/create", $$"""{"name": "{{name}}", "description": "ranks", "tags": [{"key": "k", "value": "v"}]}""");
        await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "mlflow-artifacts:/{{root}}/model", "run_id": "{{run}}", "tags": [{"key": "t", "value": "v"}]}""");
        await There.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://elsewhere/m"}""");
        await There.MustAsync("model-versions/transition-stage", $$"""{"name": "{{name}}", "version": "1", "stage": "Production"}""");
        await There.MustAsync("registered-models/alias", $$"""{"name": "{{name}}", "alias": "champion", "version": "1"}""");
        return (name, run);
    }

    private async Task PutAsync(string path, string content)
    {
        var files = new MlflowCaller(_other.Address, _other.Admin.Token, "api/2.0/mlflow-artifacts/artifacts/");
        Assert.Equal(200, (await files.SendAsync("PUT", string.Join('/', path.Split('/').Select(Uri.EscapeDataString)), new ByteArrayContent(Encoding.UTF8.GetBytes(content)))).Status);
    }

    private async Task<string> FileAsync(string uri) =>
        (await new MlflowCaller(server.Address, server.Admin.Token, "api/2.0/mlflow-artifacts/artifacts/").GetAsync(uri.Replace("mlflow-artifacts:/", "", StringComparison.Ordinal))).Text;

    private async Task<JsonNode> ImportAsync(int code, params string[] more)
    {
        var run = await RunAsync([.. more, "--json"]);
        Assert.Equal((code, ""), (run.Code, run.Error));
        return JsonNode.Parse(run.Output)!;
    }

    private Task<Hosting.CommandLine.Run> RunAsync(params string[] more) => Hosting.CommandLine.RunAsync(
        ["import", "mlflow", _there.Address.ToString(), "--source-token", _other.Admin.Token!, "--url", server.Address.ToString(), "--token", server.Admin.Token!, .. more]);

    private MlflowCaller ImportCalls(ApiCaller caller) => new(server.Address, caller.Token, "api/v1/import/mlflow/");

    private static int Added(JsonNode report, string kind) => (int)report[kind]!["added"]!;

    private static IEnumerable<string> Notes(JsonNode report, string kind) => report[kind]!.AsArray().Select(note => $"{note!["kind"]} {note["name"]}: {note["why"]}");

    private static async Task<JsonNode> RunOf(MlflowCaller caller, string run) => (await caller.MustGetAsync($"runs/get?run_id={run}"))["run"]!;

    private static async Task<JsonNode> VersionAsync(MlflowCaller caller, string name, int number) => (await caller.MustGetAsync($"model-versions/get?name={name}&version={number}"))["model_version"]!;

    private static async Task<string> DownloadUriAsync(MlflowCaller caller, string name, int number) =>
        (string)(await caller.MustGetAsync($"model-versions/get-download-uri?name={name}&version={number}"))["artifact_uri"]!;

    private static JsonNode Timeless(JsonNode model)
    {
        foreach (var thing in model["latest_versions"]!.AsArray().Prepend(model).OfType<JsonObject>())
        {
            foreach (var member in new[] { "creation_timestamp", "last_updated_timestamp", "source" })
                thing.Remove(member);
        }

        return model;
    }

    private static void Same(JsonNode expected, JsonNode actual, params string[] butFor)
    {
        foreach (var info in new[] { expected["info"], actual["info"] }.OfType<JsonObject>())
        {
            foreach (var member in butFor)
                info.Remove(member);
        }

        Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
    }
}
