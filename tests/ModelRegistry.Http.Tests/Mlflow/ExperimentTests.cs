using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class ExperimentTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Default_IsThereFromTheStart()
    {
        var experiment = (await _mlflow.MustGetAsync("experiments/get?experiment_id=0"))["experiment"]!;
        Assert.Equal(("0", "Default", "mlflow-artifacts:/0", "active"), ((string)experiment["experiment_id"]!, (string)experiment["name"]!, (string)experiment["artifact_location"]!, (string)experiment["lifecycle_stage"]!));
        Assert.Equal("0", (string)(await _mlflow.MustGetAsync("experiments/get-by-name?experiment_name=Default"))["experiment"]!["experiment_id"]!);
    }

    [Fact]
    public async Task Create_Experiment_IsReadAsItWasMade()
    {
        var name = server.NewName("Čeština 株😀 ../x");
        var id = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{name}}", "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "ž"}, {"key": "b"}], "unknown": 1}"""))["experiment_id"]!;

        var experiment = (await _mlflow.MustGetAsync($"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}"))["experiment"]!;

        Assert.Equal((id, name, $"mlflow-artifacts:/{id}"), ((string)experiment["experiment_id"]!, (string)experiment["name"]!, (string)experiment["artifact_location"]!));
        Assert.Equal("a=ž b=", Pairs(experiment["tags"]!));
        Assert.Equal((long)experiment["creation_time"]!, (long)experiment["last_update_time"]!);
        var run = await _mlflow.RunAsync(id);
        Assert.Equal($"mlflow-artifacts:/{id}/{run}/artifacts", (string)(await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["artifact_uri"]!);
    }

    [Theory]
    [InlineData("s3://bucket/a/", "s3://bucket/a/RUN/artifacts")]
    [InlineData("s3://bucket/a?region=eu", "s3://bucket/a/RUN/artifacts?region=eu")]
    [InlineData("mlflow-artifacts:/", "mlflow-artifacts:/RUN/artifacts")]
    public async Task Create_WithAPlaceForArtifacts_GivesItToTheRuns(string location, string expected)
    {
        var id = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{server.NewName()}}", "artifact_location": "{{location}}"}"""))["experiment_id"]!;
        var run = await _mlflow.RunAsync(id);
        Assert.Equal(location, (string)(await _mlflow.MustGetAsync($"experiments/get?experiment_id={id}"))["experiment"]!["artifact_location"]!);
        Assert.Equal(expected.Replace("RUN", run, StringComparison.Ordinal), (string)(await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["artifact_uri"]!);
    }

    [Theory]
    [InlineData("{}", "Missing value for required parameter 'name'")]
    [InlineData("not json", "Missing value for required parameter 'name'")]
    [InlineData("[]", "Missing value for required parameter 'name'")]
    [InlineData("""{"name": ""}""", "Missing value for required parameter 'name'")]
    [InlineData("""{"name": 7}""", "Invalid value 7 for parameter 'name'")]
    [InlineData("""{"name": "a\u0000b"}""", "'name'", "NUL")]
    [InlineData("""{"name": "\ud800"}""", "'name'", "surrogate")]
    [InlineData("""{"name": "LONG"}""", "'name' exceeds the maximum length of 500 characters")]
    [InlineData("""{"name": "x", "artifact_location": "s3://a#b"}""", "fragments or params")]
    [InlineData("""{"name": "x", "artifact_location": "s3://a?p=%2e%2e/b"}""", "Invalid query string")]
    [InlineData("""{"name": "x", "tags": {"a": "b"}}""", "'tags'", "dict")]
    [InlineData("""{"name": "x", "tags": [{"value": "b"}]}""", "Missing value for required parameter 'tags[0].key'")]
    [InlineData("""{"name": "x", "tags": [{"key": "../b"}]}""", "'key'", "../b")]
    public async Task Create_WithWhatCannotBe_IsInvalid(string body, params string[] words) =>
        (await _mlflow.PostAsync("experiments/create", body.Replace("LONG", string.Concat(Enumerable.Repeat("😀", 501)), StringComparison.Ordinal))).MustBeInvalid(words);

    [Fact]
    public async Task Create_WithTheLongestName_Works() => Assert.NotEmpty(await _mlflow.ExperimentAsync(string.Concat(Enumerable.Repeat("😀", 500))));

    [Fact]
    public async Task Name_ThatIsTaken_AlsoByADeletedOne_IsRefused()
    {
        var (name, other) = (server.NewName(), server.NewName());
        var id = await _mlflow.ExperimentAsync(name);
        var second = await _mlflow.ExperimentAsync(other);
        (await _mlflow.PostAsync("experiments/create", $$"""{"name": "{{name}}"}""")).MustBeRefused(400, "RESOURCE_ALREADY_EXISTS", name);
        await _mlflow.MustAsync("experiments/delete", $$"""{"experiment_id": "{{id}}"}""");
        (await _mlflow.PostAsync("experiments/create", $$"""{"name": "{{name}}"}""")).MustBeRefused(400, "RESOURCE_ALREADY_EXISTS", name);
        (await _mlflow.PostAsync("experiments/update", $$"""{"experiment_id": "{{second}}", "new_name": "{{name}}"}""")).MustBeRefused(400, "RESOURCE_ALREADY_EXISTS", name);
    }

    [Fact]
    public async Task Update_Name_ChangesItUnlessDeleted()
    {
        var id = await _mlflow.ExperimentAsync(server.NewName());
        var name = server.NewName("renamed");
        await _mlflow.MustAsync("experiments/update", $$"""{"experiment_id": "{{id}}", "new_name": "{{name}}"}""");
        Assert.Equal(name, (string)(await _mlflow.MustGetAsync($"experiments/get?experiment_id={id}"))["experiment"]!["name"]!);
        (await _mlflow.PostAsync("experiments/update", $$"""{"experiment_id": "{{id}}"}""")).MustBeInvalid("'new_name'");
        await _mlflow.MustAsync("experiments/delete", $$"""{"experiment_id": "{{id}}"}""");
        (await _mlflow.PostAsync("experiments/update", $$"""{"experiment_id": "{{id}}", "new_name": "x"}""")).MustBeRefused(400, "INVALID_STATE", "non-active");
    }

    [Fact]
    public async Task Delete_TakesTheRunsAlong_AndRestoreBringsThemBack()
    {
        var id = await _mlflow.ExperimentAsync(server.NewName());
        var run = await _mlflow.RunAsync(id);

        Assert.Equal("{}", (await _mlflow.PostAsync("experiments/delete", $$"""{"experiment_id": "{{id}}"}""")).Text);

        Assert.Equal(("deleted", "deleted"), await StagesAsync(id, run));
        (await _mlflow.PostAsync("experiments/delete", $$"""{"experiment_id": "{{id}}"}""")).MustBeUnknown(id);
        (await _mlflow.PostAsync("runs/create", $$"""{"experiment_id": "{{id}}"}""")).MustBeInvalid("must be in the 'active' state");
        (await _mlflow.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "a", "value": "b"}""")).MustBeInvalid("must be in the 'active' state");
        await _mlflow.MustAsync("experiments/restore", $$"""{"experiment_id": "{{id}}"}""");
        Assert.Equal(("active", "active"), await StagesAsync(id, run));
        (await _mlflow.PostAsync("experiments/restore", $$"""{"experiment_id": "{{id}}"}""")).MustBeUnknown(id);
    }

    [Fact]
    public async Task SetTag_ReplacesTheValue()
    {
        var id = await _mlflow.ExperimentAsync(server.NewName());
        await _mlflow.MustAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "a/b c", "value": "1"}""");
        await _mlflow.MustAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "a/b c", "value": "2"}""");
        await _mlflow.MustAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "empty"}""");
        Assert.Equal("a/b c=2 empty=", Pairs((await _mlflow.MustGetAsync($"experiments/get?experiment_id={id}"))["experiment"]!["tags"]!));
        (await _mlflow.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "a", "value": "{{new string('x', 5001)}}"}""")).MustBeInvalid("exceeded length limit of 5000");
        (await _mlflow.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "{{new string('x', 251)}}", "value": ""}""")).MustBeInvalid("exceeded length limit of 250");
    }

    [Theory]
    [InlineData("99999999")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("../0")]
    [InlineData("0; DROP TABLE runs")]
    public async Task Id_OfNoExperiment_IsUnknown(string id)
    {
        (await _mlflow.GetAsync($"experiments/get?experiment_id={Uri.EscapeDataString(id)}")).MustBeUnknown(id);
        foreach (var call in new[] { "experiments/delete", "experiments/restore", "runs/create" })
            (await _mlflow.PostAsync(call, $$"""{"experiment_id": "{{id}}"}""")).MustBeUnknown(id);
        (await _mlflow.PostAsync("experiments/update", $$"""{"experiment_id": "{{id}}", "new_name": "x"}""")).MustBeUnknown(id);
        (await _mlflow.PostAsync("experiments/set-experiment-tag", $$"""{"experiment_id": "{{id}}", "key": "x"}""")).MustBeUnknown(id);
        (await _mlflow.GetAsync("experiments/get-by-name?experiment_name=" + Uri.EscapeDataString(id))).MustBeUnknown(id);
    }

    [Theory]
    [InlineData("name = 'PREFIX-b'", "", "b")]
    [InlineData("NAME LIKE 'PREFIX-%' AND tags.team = 'x'", "", "c a")]
    [InlineData("attribute.name ILIKE 'prefix-_'", "name", "a b c")]
    [InlineData("attribute.name ILIKE 'prefix-_' AND tag.`team` != 'x'", "", "b")]
    [InlineData("name LIKE 'PREFIX-%'", "", "c b a")]
    [InlineData("name LIKE 'PREFIX-%'", "name DESC", "c b a")]
    [InlineData("name LIKE 'PREFIX-%'", "experiment_id ASC", "a b c")]
    [InlineData("name LIKE 'PREFIX-%' AND creation_time > 0 AND last_update_time <= 99999999999999", "attribute.name", "a b c")]
    public async Task Search_Filter_FindsWhatPasses(string filter, string order, string expected)
    {
        var prefix = await ThreeAsync();
        var found = await _mlflow.MustAsync("experiments/search", new JsonObject
        {
            ["filter"] = filter.Replace("PREFIX", prefix, StringComparison.Ordinal).Replace("prefix-", prefix.ToUpperInvariant() + "-", StringComparison.Ordinal),
            ["order_by"] = order.Length == 0 ? [] : new JsonArray(order),
            ["max_results"] = 10,
        }.ToJsonString());
        Assert.Equal(expected, Names(found, prefix));
    }

    [Fact]
    public async Task Search_PageByPage_GivesEachOnceAndNoEmptyPage()
    {
        var prefix = await ThreeAsync();
        var query = $"experiments/search?max_results=1&view_type=ALL&order_by=name&filter={Uri.EscapeDataString($"name LIKE '{prefix}%'")}";
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await _mlflow.MustGetAsync(query + "&page_token=" + token);
            names.Add(Names(page, prefix));
            token = (string?)page["next_page_token"];
        }
        while (token is not null);
        Assert.Equal(["a", "b", "c"], names);
    }

    [Fact]
    public async Task Search_View_TellsTheDeletedFromTheOthers()
    {
        var prefix = await ThreeAsync();
        var id = (string)(await _mlflow.MustGetAsync($"experiments/get-by-name?experiment_name={prefix}-b"))["experiment"]!["experiment_id"]!;
        await _mlflow.MustAsync("experiments/delete", $$"""{"experiment_id": "{{id}}"}""");
        foreach (var (view, expected) in new[] { ("\"ACTIVE_ONLY\"", "c a"), ("\"DELETED_ONLY\"", "b"), ("\"ALL\"", "c b a"), ("3", "c b a"), ("null", "c a") })
            Assert.Equal(expected, Names(await _mlflow.MustAsync("experiments/search", $$"""{"max_results": 9, "view_type": {{view}}, "filter": "name LIKE '{{prefix}}%'"}"""), prefix));
    }

    [Theory]
    [InlineData("{}", "max_results", "positive integer")]
    [InlineData("""{"max_results": 0}""", "max_results", "positive integer")]
    [InlineData("""{"max_results": 50001}""", "max_results", "at most 50000")]
    [InlineData("""{"max_results": "x"}""", "max_results")]
    [InlineData("""{"max_results": 1, "filter": "color = 'red'"}""", "'color' is no field")]
    [InlineData("""{"max_results": 1, "filter": "name = 'a' OR name = 'b'"}""", "AND or the end")]
    [InlineData("""{"max_results": 1, "filter": "name IN ('a')"}""", "list")]
    [InlineData("""{"max_results": 1, "order_by": ["tags.a"]}""", "is no field")]
    [InlineData("""{"max_results": 1, "order_by": ["name", "name DESC"]}""", "twice")]
    [InlineData("""{"max_results": 1, "order_by": [""]}""", "order_by")]
    [InlineData("""{"max_results": 1, "order_by": "name"}""", "order_by", "str")]
    [InlineData("""{"max_results": 1, "page_token": "never given out"}""", "Invalid page token")]
    [InlineData("""{"max_results": 1, "page_token": "eyJvZmZzZXQiOiAxMH0="}""", "Invalid page token")]
    [InlineData("""{"max_results": 1, "view_type": "SOME"}""", "view_type")]
    [InlineData("""{"max_results": 1, "view_type": 9}""", "view_type")]
    public async Task Search_WithWhatCannotBe_IsInvalid(string body, params string[] words) => (await _mlflow.PostAsync("experiments/search", body)).MustBeInvalid(words);

    /// <summary>Experiments a, b and c below a name of their own; the tag team is x, y, x.</summary>
    private async Task<string> ThreeAsync()
    {
        var prefix = server.NewName("searched");
        foreach (var (name, team) in new[] { ("a", "x"), ("b", "y"), ("c", "x") })
        {
            await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{prefix}}-{{name}}", "tags": [{"key": "team", "value": "{{team}}"}]}""");
            await server.Database.ExecuteAsync($"UPDATE tracking_experiments SET creation_time = {(int)name[0]} WHERE name = '{prefix}-{name}'");
        }

        return prefix;
    }

    private async Task<(string Experiment, string Run)> StagesAsync(string experiment, string run) => (
        (string)(await _mlflow.MustGetAsync($"experiments/get?experiment_id={experiment}"))["experiment"]!["lifecycle_stage"]!,
        (string)(await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["info"]!["lifecycle_stage"]!);

    private static string Names(JsonNode found, string prefix) => string.Join(' ', (found["experiments"]?.AsArray() ?? []).Select(one => ((string)one!["name"]!)[(prefix.Length + 1)..]));

    private static string Pairs(JsonNode tags) => string.Join(' ', tags.AsArray().Select(tag => $"{tag!["key"]}={tag["value"]}").Order(StringComparer.Ordinal));
}
