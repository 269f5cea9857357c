using System.Globalization;
using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class LogTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Metric_LatestIsTheGreatestByStepTimestampAndValue()
    {
        var run = await _mlflow.RunAsync();
        foreach (var (value, timestamp, step) in new[] { ("1", 5, 3), ("2", 4, 3), ("9", 9, 2), ("3", 5, 3), ("-1", 5, 3) })
            await _mlflow.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": {{value}}, "timestamp": {{timestamp}}, "step": {{step}}}""");

        Assert.Equal("m=3@5/3", Metrics((await _mlflow.DataAsync(run))["metrics"]!));
        Assert.Equal("m=9@9/2 m=2@4/3 m=-1@5/3 m=1@5/3 m=3@5/3", await HistoryAsync(run, "m"));
    }

    [Theory]
    [InlineData("\"NaN\"", "NaN")]
    [InlineData("\"Infinity\"", "Infinity")]
    [InlineData("\"-Infinity\"", "-Infinity")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157E+308")]
    [InlineData("5e-324", "5E-324")]
    [InlineData("0.1", "0.1")]
    [InlineData("\"0.25\"", "0.25")]
    [InlineData("-0.0", "-0")]
    public async Task Metric_AnyDouble_ComesBackAsItIs(string value, string expected)
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-metric", $$"""{"run_uuid": "{{run}}", "key": "acc/ümlaut x:1", "value": {{value}}, "timestamp": "7"}""");
        Assert.Equal($"acc/ümlaut x:1={expected}@7/0", Metrics((await _mlflow.DataAsync(run))["metrics"]!));
        Assert.Equal($"acc/ümlaut x:1={expected}@7/0", await HistoryAsync(run, "acc/ümlaut x:1"));
    }

    [Theory]
    [InlineData("""{"key": "m", "timestamp": 1}""", "Missing value for required parameter 'value'")]
    [InlineData("""{"key": "m", "value": 1}""", "Missing value for required parameter 'timestamp'")]
    [InlineData("""{"value": 1, "timestamp": 1}""", "Missing value for required parameter 'key'")]
    [InlineData("""{"key": "", "value": 1, "timestamp": 1}""", "Missing value for required parameter 'key'")]
    [InlineData("""{"key": "m", "value": "high", "timestamp": 1}""", "'value'", "high")]
    [InlineData("""{"key": "m", "value": 1e999, "timestamp": 1}""", "'value'")]
    [InlineData("""{"key": "m", "value": true, "timestamp": 1}""", "'value'", "bool")]
    [InlineData("""{"key": "m", "value": 1, "timestamp": -1}""", "timestamp", "nonnegative long")]
    [InlineData("""{"key": "m", "value": 1, "timestamp": 1.5}""", "'timestamp'")]
    [InlineData("""{"key": "m", "value": 1, "timestamp": 1, "step": "x"}""", "'step'")]
    [InlineData("""{"key": "/etc/passwd", "value": 1, "timestamp": 1}""", "would resolve to '/etc/passwd'")]
    [InlineData("""{"key": "../../x", "value": 1, "timestamp": 1}""", "would resolve to '../../x'")]
    [InlineData("""{"key": "a//b", "value": 1, "timestamp": 1}""", "would resolve to 'a/b'")]
    [InlineData("""{"key": "a/./b", "value": 1, "timestamp": 1}""", "would resolve to 'a/b'")]
    [InlineData("""{"key": ".", "value": 1, "timestamp": 1}""", "would resolve to '.'")]
    [InlineData("""{"key": "m'; DROP TABLE runs; --", "value": 1, "timestamp": 1}""", "Names may only contain")]
    [InlineData("""{"key": "a\nb", "value": 1, "timestamp": 1}""", "Names may only contain")]
    [InlineData("""{"key": "LONG", "value": 1, "timestamp": 1}""", "which exceeded length limit of 250")]
    public async Task Metric_ThatCannotBe_IsInvalid(string body, params string[] words)
    {
        var run = await _mlflow.RunAsync();
        var message = JsonNode.Parse(body.Replace("LONG", new string('k', 251), StringComparison.Ordinal).Replace("1e999", "\"REPLACED\"", StringComparison.Ordinal))!;
        message["run_id"] = run;
        (await _mlflow.PostAsync("runs/log-metric", message.ToJsonString().Replace("\"REPLACED\"", "1e999", StringComparison.Ordinal))).MustBeInvalid(words);
        Assert.Null((await _mlflow.DataAsync(run))["metrics"]);
    }

    [Fact]
    public async Task Param_KeepsItsValue()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "depth", "value": "3"}""");
        await _mlflow.MustAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "depth", "value": "3"}""");
        await _mlflow.MustAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "none"}""");
        (await _mlflow.PostAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "depth", "value": "5"}""")).MustBeInvalid(
            $"Changing param values is not allowed. Param with key='depth' was already logged with value='3' for run ID='{run}'. Attempted logging new value '5'.");
        Assert.Equal("depth=3 none=", Pairs((await _mlflow.DataAsync(run))["params"]!));
    }

    [Fact]
    public async Task LongValues_AreCutToWhatIsTaken()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "p", "value": "{{string.Concat(Enumerable.Repeat("😀", 6001))}}"}""");
        await _mlflow.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "t", "value": "{{new string('t', 5001)}}"}""");
        await _mlflow.MustAsync("runs/log-parameter", $$"""{"run_id": "{{run}}", "key": "{{new string('k', 250)}}", "value": "x"}""");
        var data = await _mlflow.DataAsync(run);
        Assert.Equal(12_000, ((string)data["params"]!.AsArray().Single(param => (string)param!["key"]! == "p")!["value"]!).Length);
        Assert.Equal(5_000, ((string)data["tags"]!.AsArray().Single(tag => (string)tag!["key"]! == "t")!["value"]!).Length);
    }

    [Fact]
    public async Task Batch_OfAThousand_IsStoredOnceHoweverOftenItIsSent()
    {
        var run = await _mlflow.RunAsync();
        var body = Batch(run, 900, 50, 50);
        for (var i = 0; i < 3; i++)
            Assert.Equal("{}", (await _mlflow.PostAsync("runs/log-batch", body)).Text);

        var data = await _mlflow.DataAsync(run);
        Assert.Equal((300, 50, 51), (data["metrics"]!.AsArray().Count, data["params"]!.AsArray().Count, data["tags"]!.AsArray().Count));
        Assert.All(data["metrics"]!.AsArray(), metric => Assert.Equal(2, (int)metric!["step"]!));
        Assert.Equal("m7=7@0/0 m7=307@1/1 m7=607@2/2", await HistoryAsync(run, "m7"));
        await _mlflow.MustAsync("runs/log-batch", Batch(run, 1000, 0, 0));
    }

    [Theory]
    [InlineData(1001, 0, 0, "at most 1000 metrics. Got 1001 metrics")]
    [InlineData(0, 101, 0, "at most 100 params. Got 101 params")]
    [InlineData(0, 0, 101, "at most 100 tags. Got 101 tags")]
    [InlineData(901, 50, 50, "at most 1000 metrics, params, and tags. Got 1001")]
    public async Task Batch_ThatIsTooLarge_IsInvalid(int metrics, int parameters, int tags, string words)
    {
        var run = await _mlflow.RunAsync();
        (await _mlflow.PostAsync("runs/log-batch", Batch(run, metrics, parameters, tags))).MustBeInvalid(words);
        Assert.Null((await _mlflow.DataAsync(run))["metrics"]);
    }

    [Theory]
    [InlineData("""{"metrics": [{"key": "m", "value": 1, "timestamp": 1}], "params": [{"key": "p", "value": "changed"}, {"key": "q", "value": "1"}], "tags": [{"key": "t", "value": "2"}]}""", "Param with key='p' was already logged with value='1'")]
    [InlineData("""{"params": [{"key": "p", "value": "changed"}, {"key": "o", "value": "changed"}]}""", "Params were already logged='[{'key': 'o', 'old_value': '', 'new_value': 'changed'}, {'key': 'p', 'old_value': '1', 'new_value': 'changed'}]'")]
    [InlineData("""{"metrics": [{"key": "m", "value": 1, "timestamp": 1}], "params": [{"key": "q", "value": "1"}, {"key": "q", "value": "1"}]}""", "Duplicate parameter keys have been submitted: ['q']")]
    [InlineData("""{"metrics": [{"key": "m", "value": 1, "timestamp": 1}, {"key": "m", "timestamp": 1}]}""", "Missing value for required parameter 'metrics[1].value'")]
    [InlineData("""{"metrics": [{"key": "m", "value": 1, "timestamp": 1}, {"key": "a*", "value": 1, "timestamp": 1}]}""", "'metrics[1].name'")]
    [InlineData("""{"tags": [{"key": "t", "value": "2"}, {"value": "3"}]}""", "Missing value for required parameter 'tags[1].key'")]
    [InlineData("""{"tags": [{"key": "t", "value": "2"}], "params": [{"key": "..", "value": "3"}]}""", "'params[0].key'")]
    [InlineData("""{"metrics": "m"}""", "'metrics'")]
    [InlineData("""{"metrics": [1]}""", "'metrics[0]'")]
    public async Task Batch_ThatCannotBe_WritesNothing(string body, string words)
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "params": [{"key": "p", "value": "1"}, {"key": "o"}], "tags": [{"key": "t", "value": "1"}]}""");
        var before = (await _mlflow.DataAsync(run)).ToJsonString();
        var message = JsonNode.Parse(body)!;
        message["run_id"] = run;
        (await _mlflow.PostAsync("runs/log-batch", message.ToJsonString())).MustBeInvalid(words);
        Assert.Equal(before, (await _mlflow.DataAsync(run)).ToJsonString());
    }

    [Fact]
    public async Task Batch_SameTagTwice_TakesTheLast()
    {
        var run = await _mlflow.RunAsync(more: """, "run_name": "n" """);
        await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "tags": [{"key": "t", "value": "1"}, {"key": "t", "value": "2"}]}""");
        Assert.Equal("mlflow.runName=n t=2", Pairs((await _mlflow.DataAsync(run))["tags"]!));
    }

    [Fact]
    public async Task Writers_ManyOfOneRun_LoseNothing()
    {
        var run = await _mlflow.RunAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var step = 0; step < 10; step++)
            {
                var metrics = Enumerable.Range(0, 20).Select(key => $$"""{"key": "k{{(key + writer) % 20}}", "value": {{writer}}, "timestamp": {{step}}, "step": {{step}}}""");
                await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{string.Join(',', metrics)}}], "params": [{"key": "p{{step}}", "value": "v"}], "tags": [{"key": "b{{writer}}", "value": "v"}, {"key": "a", "value": "{{writer}}"}]}""");
            }
        })));

        var data = await _mlflow.DataAsync(run);
        Assert.Equal((20, 10, 10), (data["metrics"]!.AsArray().Count, data["params"]!.AsArray().Count, data["tags"]!.AsArray().Count));
        Assert.All(data["metrics"]!.AsArray(), metric => Assert.Equal((7, 9), ((int)metric!["value"]!, (int)metric["step"]!)));
        Assert.Equal(80, (await _mlflow.MustGetAsync($"metrics/get-history?run_id={run}&metric_key=k3"))["metrics"]!.AsArray().Count);
    }

    [Fact]
    public async Task History_PageByPage_GivesEachValueOnce()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-batch", Batch(run, 900, 0, 0));
        await _mlflow.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m1", "value": "NaN", "timestamp": 1, "step": 1}""");
        await _mlflow.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m1", "value": "-Infinity", "timestamp": 1, "step": 1}""");
        var (values, token) = (new List<string>(), "");
        do
        {
            var page = await _mlflow.MustGetAsync($"metrics/get-history?run_id={run}&run_uuid={run}&metric_key=m1&max_results=1&page_token={token}");
            values.Add(Metrics(page["metrics"]!));
            token = (string?)page["next_page_token"];
        }
        while (token is not null);
        Assert.Equal(["m1=1@0/0", "m1=-Infinity@1/1", "m1=301@1/1", "m1=NaN@1/1", "m1=601@2/2"], values);
    }

    [Fact]
    public async Task History_WithWhatCannotBe_IsInvalid()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/log-batch", Batch(run, 900, 0, 0));
        var token = (string)(await _mlflow.MustGetAsync($"metrics/get-history?run_id={run}&metric_key=m1&max_results=1"))["next_page_token"]!;
        (await _mlflow.GetAsync($"metrics/get-history?run_id={run}&metric_key=m2&page_token={token}")).MustBeInvalid("page token");
        (await _mlflow.GetAsync($"metrics/get-history?run_id={run}&metric_key=m1&page_token=x")).MustBeInvalid("page token");
        (await _mlflow.GetAsync($"metrics/get-history?run_id={run}&metric_key=m1&max_results=0")).MustBeInvalid("max_results");
        (await _mlflow.GetAsync($"metrics/get-history?run_id={run}")).MustBeInvalid("'metric_key'");
        Assert.Equal("{}", (await _mlflow.GetAsync($"metrics/get-history?run_id={run}&metric_key=nothing")).Text);
    }

    [Fact]
    public async Task Inputs_AreThereOnce_WithTheTagsTheyCameWithFirst()
    {
        var run = await _mlflow.RunAsync();
        const string train = """{"dataset": {"name": "stocks'", "digest": "d1", "source_type": "local", "source": "{\"uri\": \"s\"}", "schema": "{}", "profile": "{\"rows\": 2}"}, "tags": [{"key": "mlflow.data.context", "value": "train"}]}""";
        const string test = """{"dataset": {"name": "test", "digest": "d1", "source_type": "http", "source": ""}}""";
        await _mlflow.MustAsync("runs/log-inputs", $$"""{"run_id": "{{run}}", "datasets": [{{train}}, {{test}}, {{train}}]}""");
        await _mlflow.MustAsync("runs/log-inputs", $$"""{"run_id": "{{run}}", "datasets": [{{train.Replace("train", "other", StringComparison.Ordinal)}}]}""");
        await _mlflow.MustAsync("runs/log-inputs", $$"""{"run_id": "{{run}}", "datasets": []}""");

        var inputs = (await _mlflow.MustGetAsync($"runs/get?run_id={run}"))["run"]!["inputs"]!["dataset_inputs"]!.AsArray().OrderBy(input => (string)input!["dataset"]!["name"]!, StringComparer.Ordinal).ToList();

        Assert.Equal(2, inputs.Count);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(train), inputs[0]), inputs[0]!.ToJsonString());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(test), inputs[1]), inputs[1]!.ToJsonString());
    }

    [Theory]
    [InlineData("{}", "Missing value for required parameter 'datasets'")]
    [InlineData("""{"datasets": [{}]}""", "Missing value for required parameter 'datasets[0].dataset'")]
    [InlineData("""{"datasets": [{"dataset": {"digest": "d"}}]}""", "Missing value for required parameter 'datasets[0].dataset.name'")]
    [InlineData("""{"datasets": [{"dataset": {"name": "n", "digest": "0123456789012345678901234567890123456"}}]}""", "'digest' exceeds the maximum length of 36 characters")]
    [InlineData("""{"datasets": [{"dataset": {"name": "n", "digest": "d"}, "tags": [{"key": "k", "value": "LONG"}]}]}""", "'value' exceeds the maximum length of 500 characters")]
    public async Task Inputs_ThatCannotBe_AreInvalid(string body, string words)
    {
        var message = JsonNode.Parse(body.Replace("LONG", new string('v', 501), StringComparison.Ordinal))!;
        message["run_id"] = await _mlflow.RunAsync();
        (await _mlflow.PostAsync("runs/log-inputs", message.ToJsonString())).MustBeInvalid(words);
    }

    [Fact]
    public async Task Model_IsAppendedToTheHistoryOnce()
    {
        var run = await _mlflow.RunAsync();
        foreach (var path in new[] { "first", "second", "second" })
        {
            var model = $$$"""{"artifact_path": "{{{path}}}", "flavors": {"sklearn": {"pickled_model": "model.pkl", "config": {"secret": 1}}, "python_function": {"env": "conda.yaml"}}, "utc_time_created": "2026-01-31 12:00:00", "run_id": "{{{run}}}", "model_uuid": "u", "signature": {}}""";
            await _mlflow.MustAsync("runs/log-model", new JsonObject { ["run_id"] = run, ["model_json"] = model }.ToJsonString());
        }

        var tag = (await _mlflow.DataAsync(run))["tags"]!.AsArray().Single(tag => (string)tag!["key"]! == "mlflow.log-model.history")!;
        var history = JsonNode.Parse((string)tag["value"]!)!.AsArray();
        Assert.Equal(["first", "second"], history.Select(model => (string)model!["artifact_path"]!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse($$$"""{"artifact_path": "first", "flavors": {"sklearn": {"pickled_model": "model.pkl"}, "python_function": {"env": "conda.yaml"}}, "utc_time_created": "2026-01-31 12:00:00", "run_id": "{{{run}}}", "model_uuid": "u"}"""), history[0]), (string)tag["value"]!);
    }

    [Theory]
    [InlineData("not json", "Malformed model info")]
    [InlineData("[]", "'artifact_path', 'flavors', 'utc_time_created', 'run_id'")]
    [InlineData("{\"artifact_path\": \"m\", \"run_id\": \"r\", \"flavors\": {}}", "missing mandatory fields: {'utc_time_created'}")]
    [InlineData("{\"artifact_path\": \"m\", \"run_id\": \"r\", \"utc_time_created\": \"t\", \"flavors\": {}, \"signature\": {\"inputs\": [{\"name\": \"\\ud800\"}]}}", "'signature' has an unpaired surrogate")]
    [InlineData("{\"artifact_path\": \"m\", \"run_id\": \"r\", \"flavors\": [], \"utc_time_created\": \"\"}", "flavors")]
    [InlineData("{\"artifact_path\": \"\\u0000\", \"run_id\": \"r\", \"flavors\": {}, \"utc_time_created\": \"\"}", "NUL")]
    [InlineData("{\"artifact_path\": \"\\ud800\", \"run_id\": \"r\", \"flavors\": {}, \"utc_time_created\": \"\"}", "Malformed model info")]
    [InlineData("{\"artifact_path\": \"\", \"run_id\": \"r\", \"flavors\": {\"\\ud800\": {}}, \"utc_time_created\": \"\"}", "Malformed model info")]
    [InlineData("", "Missing value for required parameter 'model_json'")]
    public async Task Model_ThatCannotBe_IsInvalid(string model, string words) =>
        (await _mlflow.PostAsync("runs/log-model", new JsonObject { ["run_id"] = await _mlflow.RunAsync(), ["model_json"] = model }.ToJsonString())).MustBeInvalid(words);

    [Fact]
    public async Task Model_WhereTheHistoryIsSomethingElse_IsInvalid()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/set-tag", $$"""{"run_id": "{{run}}", "key": "mlflow.log-model.history", "value": "mine"}""");
        const string model = "{\"artifact_path\": \"m\", \"run_id\": \"r\", \"flavors\": {}, \"utc_time_created\": \"\"}";
        (await _mlflow.PostAsync("runs/log-model", new JsonObject { ["run_id"] = run, ["model_json"] = model }.ToJsonString())).MustBeInvalid("mlflow.log-model.history", "not JSON");
    }

    /// <summary>Metrics of 300 keys, step after step; params p0… and tags t0….</summary>
    private static string Batch(string run, int metrics, int parameters, int tags) => new JsonObject
    {
        ["run_id"] = run,
        ["metrics"] = new JsonArray([.. Enumerable.Range(0, metrics).Select(i => new JsonObject { ["key"] = $"m{i % 300}", ["value"] = i, ["timestamp"] = i / 300, ["step"] = i / 300 })]),
        ["params"] = new JsonArray([.. Enumerable.Range(0, parameters).Select(i => new JsonObject { ["key"] = $"p{i}", ["value"] = "v" })]),
        ["tags"] = new JsonArray([.. Enumerable.Range(0, tags).Select(i => new JsonObject { ["key"] = $"t{i}", ["value"] = "v" })]),
    }.ToJsonString();

    private async Task<string> HistoryAsync(string run, string key) => Metrics((await _mlflow.MustGetAsync($"metrics/get-history?run_id={run}&metric_key={Uri.EscapeDataString(key)}"))["metrics"]!);

    private static string Metrics(JsonNode metrics) => string.Join(' ', metrics.AsArray().Select(metric =>
        $"{metric!["key"]}={(metric["value"]!.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)metric["value"]! : ((double)metric["value"]!).ToString("R", CultureInfo.InvariantCulture))}@{metric["timestamp"]}/{metric["step"]}"));

    private static string Pairs(JsonNode pairs) => string.Join(' ', pairs.AsArray().Select(pair => $"{pair!["key"]}={pair["value"]}").Order(StringComparer.Ordinal));
}
