using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class RunTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Create_Run_IsAnsweredAndReadTheSame()
    {
        var made = (await _mlflow.MustAsync("runs/create",
            """{"experiment_id": "0", "user_id": "žofie", "start_time": 1700000000123, "run_name": "první 株😀", "tags": [{"key": "mlflow.user", "value": "žofie"}, {"key": "a/b", "value": ""}]}"""))["run"]!;
        var (info, id) = (made["info"]!, (string)made["info"]!["run_id"]!);
        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$"""{"run_id": "{{id}}", "run_uuid": "{{id}}", "run_name": "první 株😀", "experiment_id": "0", "user_id": "žofie", "status": "RUNNING", "start_time": 1700000000123, "artifact_uri": "mlflow-artifacts:/0/{{id}}/artifacts", "lifecycle_stage": "active"}"""),
                info),
            info.ToJsonString());
        Assert.Equal("a/b= mlflow.runName=první 株😀 mlflow.user=žofie", Pairs(made["data"]!["tags"]!));
        Assert.Equal("{}", made["inputs"]!.ToJsonString());

        foreach (var query in new[] { $"run_id={id}", $"run_uuid={id}", $"run_id={id}&run_uuid={id}" })
        {
            var read = (await _mlflow.MustGetAsync($"runs/get?{query}"))["run"]!;
            Assert.Equal(info.ToJsonString(), read["info"]!.ToJsonString());
            Assert.Equal(Pairs(made["data"]!["tags"]!), Pairs(read["data"]!["tags"]!));
        }
    }

    [Fact]
    public async Task Create_WithoutAName_MakesOneUp()
    {
        var run = (await _mlflow.MustAsync("runs/create", "{}"))["run"]!;
        Assert.Equal("0", (string)run["info"]!["experiment_id"]!);
        Assert.Equal("admin", (string)run["info"]!["user_id"]!);
        Assert.Matches("^[a-z]+-[a-z]+-[0-9]+$", (string)run["info"]!["run_name"]!);
        Assert.Equal($"mlflow.runName={run["info"]!["run_name"]}", Pairs(run["data"]!["tags"]!));
    }

    [Fact]
    public async Task Create_NameInATagOnly_IsTheName()
    {
        var run = (await _mlflow.MustAsync("runs/create", """{"tags": [{"key": "mlflow.runName", "value": "by tag"}]}"""))["run"]!;
        Assert.Equal("by tag", (string)run["info"]!["run_name"]!);
        await _mlflow.MustAsync("runs/create", """{"run_name": "by tag", "tags": [{"key": "mlflow.runName", "value": "by tag"}]}""");
        (await _mlflow.PostAsync("runs/create", """{"run_name": "one", "tags": [{"key": "mlflow.runName", "value": "another"}]}""")).MustBeInvalid("run_name='one'", "mlflow.runName='another'");
    }

    [Theory]
    [InlineData("""{"start_time": -1}""", "start_time")]
    [InlineData("""{"start_time": "noon"}""", "start_time")]
    [InlineData("""{"start_time": 99999999999999999999}""", "start_time")]
    [InlineData("""{"experiment_id": true}""", "experiment_id")]
    [InlineData("""{"tags": [{"key": "a", "value": 1}]}""", "tags[0].value")]
    [InlineData("""{"tags": [{"key": "a*b"}]}""", "a*b", "Names may only contain")]
    [InlineData("""{"tags": ["a"]}""", "tags[0]")]
    [InlineData("""{"run_name": "a\u0000"}""", "run_name", "NUL")]
    public async Task Create_WithWhatCannotBe_IsInvalid(string body, params string[] words) => (await _mlflow.PostAsync("runs/create", body)).MustBeInvalid(words);

    [Fact]
    public async Task Update_Run_ChangesWhatIsGiven()
    {
        var run = await _mlflow.RunAsync();

        var first = (await _mlflow.MustAsync("runs/update", $$"""{"run_id": "{{run}}", "run_uuid": "{{run}}", "status": "FINISHED", "end_time": "1700000009000"}"""))["run_info"]!;
        Assert.Equal(("FINISHED", 1700000009000), ((string)first["status"]!, (long)first["end_time"]!));
        var second = (await _mlflow.MustAsync("runs/update", $$"""{"run_uuid": "{{run}}", "status": 4, "run_name": "new name"}"""))["run_info"]!;

        Assert.Equal(("FAILED", 1700000009000, "new name"), ((string)second["status"]!, (long)second["end_time"]!, (string)second["run_name"]!));
        Assert.Equal("mlflow.runName=new name", Pairs((await _mlflow.DataAsync(run))["tags"]!));
        (await _mlflow.PostAsync("runs/update", $$"""{"run_id": "{{run}}", "status": "DONE"}""")).MustBeInvalid("status", "DONE");
        (await _mlflow.PostAsync("runs/update", $$"""{"run_id": "{{run}}", "status": 0}""")).MustBeInvalid("status");
    }

    [Fact]
    public async Task Name_FollowsTheTag()
    {
        var run = await _mlflow.RunAsync(more: """, "run_name": "before" """);
        await _mlflow.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "mlflow.runName", "value": "after"}""");
        Assert.Equal("after", await NameAsync(run));
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "tags": [{"key": "mlflow.runName", "value": "in a batch"}, {"key": "x", "value": "y"}]}""");
        Assert.Equal("in a batch", await NameAsync(run));
        await _mlflow.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "mlflow.runName", "value": ""}""");
        Assert.Equal("in a batch", await NameAsync(run));
        Assert.Equal("mlflow.runName=in a batch x=y", Pairs((await _mlflow.DataAsync(run))["tags"]!));
    }

    [Fact]
    public async Task Delete_Run_TakesNoWritesUntilItIsRestored()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "there", "value": "1"}""");
        Assert.Equal("{}", (await _mlflow.PostAsync("runs/delete", $$"""{"run_id": "{{run}}"}""")).Text);
        await _mlflow.MustAsync("runs/delete", $$"""{"run_id": "{{run}}"}""");
        Assert.Equal("deleted", (string)(await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["lifecycle_stage"]!);

        foreach (var (call, more) in Writes)
            (await _mlflow.PostAsync(call, $$"""{"run_id": "{{run}}", {{more}}}""")).MustBeInvalid($"The run {run} must be in the 'active' state. Current state is deleted.");

        Assert.Equal($"mlflow.runName={await NameAsync(run)} there=1", Pairs((await _mlflow.DataAsync(run))["tags"]!));
        await _mlflow.MustAsync("runs/restore", $$"""{"run_id": "{{run}}"}""");
        foreach (var (call, more) in Writes)
            await _mlflow.MustAsync(call, $$"""{"run_id": "{{run}}", {{more}}}""");
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0")]
    [InlineData("../etc/passwd")]
    [InlineData("'; DROP TABLE runs; --")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Id_OfNoRun_IsUnknown(string id)
    {
        (await _mlflow.GetAsync($"runs/get?run_id={Uri.EscapeDataString(id)}")).MustBeUnknown($"Run with id={id} not found");
        foreach (var (call, more) in Writes.Append(("runs/delete", "\"a\": 1")).Append(("runs/restore", "\"a\": 1")))
            (await _mlflow.PostAsync(call, $$"""{"run_id": "{{id}}", {{more}}}""")).MustBeUnknown(id);
    }

    [Fact]
    public async Task Id_InCapitals_IsAnother()
    {
        var run = await _mlflow.RunAsync();
        while (run.All(char.IsAsciiDigit))
            run = await _mlflow.RunAsync();
        (await _mlflow.GetAsync($"runs/get?run_id={run.ToUpperInvariant()}")).MustBeUnknown();
        (await _mlflow.GetAsync("runs/get")).MustBeInvalid("Missing value for required parameter 'run_id'");
        (await _mlflow.GetAsync("runs/get?run_id=")).MustBeInvalid("Missing value for required parameter 'run_id'");
    }

    [Fact]
    public async Task DeleteTag_ThatIsNotThere_IsUnknown()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "a b", "value": "1"}""");
        await _mlflow.MustAsync("runs/delete-tag", $$"""{"run_id": "{{run}}", "key": "a b"}""");
        (await _mlflow.PostAsync("runs/delete-tag", $$"""{"run_id": "{{run}}", "key": "a b"}""")).MustBeUnknown($"No tag with name: a b in run with id {run}");
        (await _mlflow.PostAsync("runs/delete-tag", $$"""{"run_id": "{{run}}"}""")).MustBeInvalid("'key'");
    }

    private static IEnumerable<(string Call, string More)> Writes =>
    [
        ("runs/log-metric", "\"key\": \"m\", \"value\": 1, \"timestamp\": 1"),
        ("runs/log-parameter", "\"key\": \"p\", \"value\": \"1\""),
        ("runs/set-tag", "\"key\": \"t\", \"value\": \"1\""),
        ("runs/set-tag", "\"key\": \"mlflow.runName\", \"value\": \"other\""),
        ("runs/log-batch", "\"metrics\": [{\"key\": \"m\", \"value\": 1, \"timestamp\": 1}], \"params\": [{\"key\": \"p\", \"value\": \"1\"}], \"tags\": [{\"key\": \"t\", \"value\": \"1\"}]"),
        ("runs/log-batch", "\"a\": 1"),
        ("runs/log-inputs", "\"datasets\": [{\"dataset\": {\"name\": \"d\", \"digest\": \"1\", \"source_type\": \"local\", \"source\": \"s\"}}]"),
        ("runs/log-model", "\"model_json\": \"{\\\"artifact_path\\\": \\\"m\\\", \\\"flavors\\\": {}, \\\"utc_time_created\\\": \\\"now\\\", \\\"run_id\\\": \\\"r\\\"}\""),
        ("runs/update", "\"status\": \"FINISHED\", \"run_name\": \"updated\""),
        ("runs/delete-tag", "\"key\": \"there\""),
    ];

    private async Task<string> NameAsync(string run) => (string)(await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["run_name"]!;

    private static string Pairs(JsonNode tags) => string.Join(' ', tags.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}").Order(StringComparer.Ordinal));
}
