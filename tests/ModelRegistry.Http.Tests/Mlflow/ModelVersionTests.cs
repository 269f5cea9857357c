using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class ModelVersionTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Create_WithARun_KeepsWhatTheRunHasLoggedSoFar()
    {
        var name = await ModelAsync();
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-batch", $$"""
            {"run_id": "{{run}}", "params": [{"key": "depth", "value": "3"}], "tags": [{"key": "team", "value": "alpha"}],
             "metrics": [{"key": "auc", "value": 0.5, "timestamp": 1, "step": 1}, {"key": "auc", "value": 0.75, "timestamp": 2, "step": 2}, {"key": "loss", "value": "NaN", "timestamp": 1}]}
            """);

        var made = await VersionAsync(name, $$"""
            , "run_id": "{{run}}", "run_link": "https://runs/1", "description": "first", "tags": [{"key": "k", "value": "v"}]
            """);
        await _mlflow.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "auc", "value": 1, "timestamp": 3, "step": 3}""");

        Assert.Equal(
            (name, "1", "None", "READY", "s3://models/one", run, "https://runs/1", "first", "admin"),
            (Text(made, "name"), Text(made, "version"), Text(made, "current_stage"), Text(made, "status"), Text(made, "source"), Text(made, "run_id"), Text(made, "run_link"), Text(made, "description"), Text(made, "user_id")));
        Assert.Equal("v", (string)Assert.Single(made["tags"]!.AsArray())!["value"]!);
        Assert.Equal(made.ToJsonString(), (await GetAsync(name)).ToJsonString());
        var native = (await server.Admin.GetAsync($"models/{name}/versions/1")).Json;
        Assert.Equal(("mlflow", "Trained", """{"depth":"3"}""", """{"auc":0.75}""", "alpha"),
            (Text(native, "flavor"), Text(native, "stage"), native["params"]!.ToJsonString(), native["metrics"]!.ToJsonString(), Text(JsonNode.Parse(Text(native["manifest"]!, "runTags")!)!, "team")));
        var artifact = await server.Admin.GetAsync($"artifacts/{Text(native, "artifact")}");
        Assert.Equal($$"""{"runId":"{{run}}","source":"s3://models/one"}""", artifact.Text);
    }

    [Fact]
    public async Task Create_Again_CountsOn_AndTheModelIsAsNewAsItsVersion()
    {
        var name = await ModelAsync();
        await VersionAsync(name);
        var second = await VersionAsync(name);
        var model = await _mlflow.ModelAsync(name);
        Assert.Equal("2", Text(second, "version"));
        Assert.Equal((long)second["creation_timestamp"]!, (long)model["last_updated_timestamp"]!);
        Assert.Equal("2", Text(Assert.Single(model["latest_versions"]!.AsArray())!, "version"));
    }

    [Theory]
    [InlineData("", "'source'")]
    [InlineData("s3://bucket/../other", "'..'")]
    [InlineData("mlflow-artifacts:/1/%2e%2e/2", "'..'")]
    [InlineData("mlflow-artifacts:/1/%252e%252e/2", "'..'")]
    [InlineData("http://host/a?path=x/../y", "'..'")]
    [InlineData("/etc/passwd", "run_id")]
    [InlineData("file:///etc/passwd", "run_id")]
    [InlineData("relative/path", "run_id")]
    [InlineData("C:\\\\models", "run_id")]
    [InlineData("models:/name", "models:/name/1")]
    [InlineData("models:/name@champion", "models:/name/1")]
    public async Task Create_FromASourceThatCannotBe_IsInvalid(string source, string words) =>
        (await _mlflow.PostAsync("model-versions/create", $$"""{"name": "{{await ModelAsync()}}", "source": "{{source}}"}""")).MustBeInvalid(words);

    [Theory]
    [InlineData("ROOT/RUN/artifacts", true)]
    [InlineData("ROOT/RUN/artifacts/model", true)]
    [InlineData("file://ROOT/RUN/artifacts/model", true)]
    [InlineData("ROOT/RUN/artifacts-of-others", false)]
    [InlineData("ROOT/other/artifacts", false)]
    public async Task Create_FromALocalPath_HasToBeBelowTheRunsArtifacts(string source, bool allowed)
    {
        const string Root = "/srv/mlruns";
        var experiment = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{server.NewName()}}", "artifact_location": "{{Root}}"}"""))["experiment_id"]!;
        var run = await _mlflow.RunAsync(experiment);
        var path = source.Replace("ROOT", Root, StringComparison.Ordinal).Replace("RUN", run, StringComparison.Ordinal);
        var answer = await _mlflow.PostAsync("model-versions/create", $$"""{"name": "{{await ModelAsync()}}", "source": "{{path}}", "run_id": "{{run}}"}""");
        if (allowed)
            Assert.Equal(200, answer.Status);
        else
            answer.MustBeInvalid("below the artifacts of that run");
    }

    [Fact]
    public async Task Create_WithARunThatIsNotHere_KeepsItsId_AndOneThatIsNoneIsInvalid()
    {
        var name = await ModelAsync();
        const string Elsewhere = "0123456789abcdef0123456789abcdef";
        Assert.Equal(Elsewhere, Text(await VersionAsync(name, $", \"run_id\": \"{Elsewhere}\""), "run_id"));
        (await _mlflow.PostAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "s3://x", "run_id": "../x"}""")).MustBeInvalid("../x");
    }

    [Fact]
    public async Task Create_FromAnotherVersion_IsACopyThatIsServedAsItsOriginal()
    {
        var (original, name) = (await server.ServingModelAsync(), await ModelAsync());
        var first = await VersionAsync(name);
        await VersionAsync(name, source: $"models:/{original}/1");
        await VersionAsync(name, source: $"models:/{name}/1");
        await VersionAsync(name, source: $"models:/{name}/3");

        var native = (await server.Admin.GetAsync($"models/{name}/versions/2")).Json;
        Assert.Equal(("sum", 1), (Text(native, "flavor"), (int)Assert.Single(native["derivedFrom"]!.AsArray())!["number"]!));
        Assert.Equal($"models:/{original}/1", Text(await GetAsync(name, 2), "source"));
        Assert.Equal($"mlflow-artifacts:/sha256/{Text(native, "artifact")}", await UriAsync(name, 2));
        Assert.Equal(Text(first, "source"), await UriAsync(name, 3));
        Assert.Equal(Text(first, "source"), await UriAsync(name, 4));
        Assert.Equal(Text(first, "source"), await UriAsync(name, 1));
        (await _mlflow.PostAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "models:/{{original}}/2"}""")).MustBeUnknown(original, "version=2");
    }

    [Fact]
    public async Task Update_AndTags_ChangeWhatIsSaid()
    {
        var name = await ModelAsync();
        await VersionAsync(name);
        var at = $$"""{"name": "{{name}}", "version": "1" """;
        Assert.Equal("new", Text((await _mlflow.MustPatchAsync("model-versions/update", at + ", \"description\": \"new\"}"))["model_version"]!, "description"));
        await _mlflow.MustAsync("model-versions/set-tag", at + ", \"key\": \"a\", \"value\": \"1\"}");
        await _mlflow.MustAsync("model-versions/set-tag", at + ", \"key\": \"a\", \"value\": \"2\"}");
        Assert.Equal("2", Text(Assert.Single((await GetAsync(name))["tags"]!.AsArray())!, "value"));
        for (var i = 0; i < 2; i++)
            await _mlflow.MustDeleteAsync("model-versions/delete-tag", at + ", \"key\": \"a\"}");
        Assert.Null((await GetAsync(name))["tags"]);
        (await _mlflow.PostAsync("model-versions/set-tag", at + $", \"key\": \"a\", \"value\": \"{new string('v', 5001)}\"}}")).MustBeInvalid("5000");
    }

    [Fact]
    public async Task Transition_OfAnOpenModel_GoesAnyWay()
    {
        var name = await ModelAsync();
        await VersionAsync(name);
        foreach (var (asked, stage, native) in new[] { ("none", "None", "Trained"), ("PRODUCTION", "Production", "Production"), ("Production", "Production", "Production"), ("Archived", "Archived", "Archived"), ("staging", "Staging", "Staging"), ("None", "None", "Trained") })
        {
            Assert.Equal(stage, Text(await MoveAsync(name, 1, asked), "current_stage"));
            Assert.Equal(native, Text((await server.Admin.GetAsync($"models/{name}/versions/1")).Json, "stage"));
        }
    }

    [Theory]
    [InlineData("Staging")]
    [InlineData("Production")]
    public async Task Transition_ThatArchivesOthers_LeavesOneInTheStage(string stage)
    {
        var name = await ModelAsync();
        for (var i = 1; i <= 4; i++)
            await VersionAsync(name);
        foreach (var number in new[] { 1, 2, 3 })
            await MoveAsync(name, number, stage);
        Assert.Equal($"{stage} {stage} {stage} None", await StagesAsync(name));

        await MoveAsync(name, 4, stage, archive: true);
        Assert.Equal($"Archived Archived Archived {stage}", await StagesAsync(name));

        await MoveAsync(name, 1, stage);
        await MoveAsync(name, 4, stage, archive: true);
        Assert.Equal($"Archived Archived Archived {stage}", await StagesAsync(name));
    }

    [Theory]
    [InlineData("Live", "false", "None, Staging, Production, Archived")]
    [InlineData("1", "false", "None, Staging, Production, Archived")]
    [InlineData("", "false", "'stage'")]
    [InlineData("None", "true", "not an active stage")]
    [InlineData("Archived", "true", "not an active stage")]
    [InlineData("Staging", "7", "archive_existing_versions")]
    public async Task Transition_ThatCannotBe_IsInvalid(string stage, string archive, string words)
    {
        var name = await ModelAsync();
        await VersionAsync(name);
        (await _mlflow.PostAsync("model-versions/transition-stage", $$"""{"name": "{{name}}", "version": "1", "stage": "{{stage}}", "archive_existing_versions": {{archive}}}""")).MustBeInvalid(words);
    }

    [Fact]
    public async Task Transition_OfAGovernedModel_HasToPassItsGates()
    {
        var name = server.NewName("governed");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}"}""");
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "rank_ic", "value": 0.05, "timestamp": 1}""");
        await VersionAsync(name);
        await VersionAsync(name, $", \"run_id\": \"{run}\"");
        await VersionAsync(name, $", \"run_id\": \"{run}\"");

        (await TryMoveAsync(name, 1, "Production")).MustBeRefused(409, "RESOURCE_CONFLICT", $"Version 1 of '{name}' cannot go to Production, 1 of 2 gates failed: min_rank_ic is not measured, wanted 0.02 (defaults).");
        Assert.Equal("Production", Text(await MoveAsync(name, 2, "Production"), "current_stage"));
        Assert.Equal("None Production None", await StagesAsync(name));
        Assert.Equal("Production", Text(await MoveAsync(name, 3, "Production"), "current_stage"));
        Assert.Equal("None Archived Production", await StagesAsync(name));
        (await TryMoveAsync(name, 2, "Staging")).MustBeRefused(409, "RESOURCE_CONFLICT", "rollback");
        (await TryMoveAsync(name, 3, "None")).MustBeRefused(409, "RESOURCE_CONFLICT", "cannot go to Trained");
        await MoveAsync(name, 1, "Staging");
        await MoveAsync(name, 3, "Staging", archive: true);
        Assert.Equal("Archived Archived Staging", await StagesAsync(name));
        Assert.Equal("Archived", Text(await MoveAsync(name, 3, "Archived"), "current_stage"));
    }

    [Fact]
    public async Task Version_InProduction_IsSaidNotToBeLoadable()
    {
        var name = await ModelAsync();
        await VersionAsync(name);
        await MoveAsync(name, 1, "Production");
        (await server.Admin.PostAsync($"models/{name}/predict", """{"instances": [{"entity": "e", "asOf": "2026-01-01T00:00:00Z", "features": {"a": 1}}]}""")).MustBeProblem(503, "model_not_loadable", "The flavor 'mlflow' is unknown");
    }

    [Fact]
    public async Task Latest_GivesTheHighestOfEachStage()
    {
        var name = await ModelAsync();
        for (var i = 1; i <= 4; i++)
            await VersionAsync(name);
        await MoveAsync(name, 1, "Staging");
        await MoveAsync(name, 2, "Staging");
        await MoveAsync(name, 3, "Archived");

        Assert.Equal("2 3 4", await LatestAsync(name, ""));
        Assert.Equal("2", await LatestAsync(name, "\"staging\""));
        Assert.Equal("3 4", await LatestAsync(name, "\"None\", \"ARCHIVED\""));
        Assert.Equal("", await LatestAsync(name, "\"Production\""));
        Assert.Equal("2", Text(Assert.Single((await _mlflow.MustGetAsync($"registered-models/get-latest-versions?name={name}&stages=Staging"))["model_versions"]!.AsArray())!, "version"));
        (await _mlflow.PostAsync("registered-models/get-latest-versions", $$"""{"name": "{{name}}", "stages": ["Live"]}""")).MustBeInvalid("Live");
        (await _mlflow.PostAsync("registered-models/get-latest-versions", """{"name": "never made"}""")).MustBeUnknown("never made");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("99999999999999999999")]
    public async Task Number_OfNoVersion_IsUnknown(string number)
    {
        var name = await ModelAsync();
        await VersionAsync(name);
        foreach (var answer in await CallsAsync(name, number))
            answer.MustBeUnknown(number);
    }

    [Fact]
    public async Task Number_ThatIsNone_IsInvalid_AndAModelThatIsNoneIsUnknown()
    {
        var name = await ModelAsync();
        foreach (var answer in await CallsAsync(name, "1.0"))
            answer.MustBeInvalid("must be an integer");
        foreach (var answer in await CallsAsync("never made", "1"))
            answer.MustBeUnknown("never made");
        (await _mlflow.PostAsync("model-versions/create", """{"name": "never made", "source": "s3://x"}""")).MustBeUnknown("never made");
    }

    [Fact]
    public async Task Caller_WithAScope_SeesNoOtherModel()
    {
        var (mine, other) = (await ModelAsync("mine"), await ModelAsync("other"));
        await VersionAsync(other);
        var scoped = new MlflowCaller(server.Address, (await server.CallerAsync("version-scoped", Role.Scientist, mine)).Token);
        (await scoped.GetAsync($"model-versions/get?name={other}&version=1")).MustBeUnknown(other);
        (await scoped.PostAsync("model-versions/create", $$"""{"name": "{{mine}}", "source": "models:/{{other}}/1"}""")).MustBeUnknown(other);
        (await scoped.PostAsync("model-versions/create", $$"""{"name": "{{other}}", "source": "s3://x"}""")).MustBeUnknown(other);
    }

    private async Task<ApiAnswer[]> CallsAsync(string name, string number)
    {
        var at = $$"""{"name": "{{name}}", "version": "{{number}}" """;
        return
        [
            await _mlflow.GetAsync($"model-versions/get?name={Uri.EscapeDataString(name)}&version={number}"),
            await _mlflow.GetAsync($"model-versions/get-download-uri?name={Uri.EscapeDataString(name)}&version={number}"),
            await _mlflow.PatchAsync("model-versions/update", at + ", \"description\": \"d\"}"),
            await _mlflow.PatchAsync("model-versions/update", at + "}"),
            await _mlflow.PostAsync("model-versions/set-tag", at + ", \"key\": \"k\"}"),
            await _mlflow.DeleteAsync("model-versions/delete-tag", at + ", \"key\": \"k\"}"),
            await _mlflow.DeleteAsync("model-versions/delete", at + "}"),
            await _mlflow.PostAsync("model-versions/transition-stage", at + ", \"stage\": \"Staging\"}"),
        ];
    }

    private async Task<string> ModelAsync(string prefix = "versioned")
    {
        var name = server.NewName(prefix);
        await _mlflow.MustAsync("registered-models/create", $$"""{"name": "{{name}}"}""");
        return name;
    }

    private async Task<JsonNode> VersionAsync(string name, string more = "", string source = "s3://models/one") =>
        (await _mlflow.MustAsync("model-versions/create", $$"""{"name": "{{name}}", "source": "{{source}}"{{more}}}"""))["model_version"]!;

    private async Task<JsonNode> GetAsync(string name, int number = 1) => (await _mlflow.MustGetAsync($"model-versions/get?name={name}&version={number}"))["model_version"]!;

    private async Task<string> UriAsync(string name, int number) => Text(await _mlflow.MustGetAsync($"model-versions/get-download-uri?name={name}&version={number}"), "artifact_uri");

    private Task<ApiAnswer> TryMoveAsync(string name, int number, string stage, bool archive = false) => _mlflow.PostAsync(
        "model-versions/transition-stage", $$"""{"name": "{{name}}", "version": "{{number}}", "stage": "{{stage}}", "archive_existing_versions": {{(archive ? "true" : "false")}}}""");

    private async Task<JsonNode> MoveAsync(string name, int number, string stage, bool archive = false)
    {
        var answer = await TryMoveAsync(name, number, stage, archive);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json["model_version"]!;
    }

    private async Task<string> StagesAsync(string name)
    {
        var count = (await server.Admin.GetAsync($"models/{name}/versions")).Json["versions"]!.AsArray().Count;
        var stages = new List<string>();
        for (var number = 1; number <= count; number++)
            stages.Add(Text(await GetAsync(name, number), "current_stage"));
        return string.Join(' ', stages);
    }

    private async Task<string> LatestAsync(string name, string stages)
    {
        var found = await _mlflow.MustAsync("registered-models/get-latest-versions", $$"""{"name": "{{name}}", "stages": [{{stages}}]}""");
        return string.Join(' ', (found["model_versions"]?.AsArray() ?? []).Select(version => Text(version!, "version")));
    }

    private static string Text(JsonNode node, string member) => (string)node[member]!;
}
