using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class RunSearchTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    /// <summary>Runs a to e, started one after the other; see <see cref="FiveAsync"/>.</summary>
    [Theory]
    [InlineData("", "", "e d c b a")]
    [InlineData("metrics.auc > 0.5", "", "c b")]
    [InlineData("metrics.auc >= 0.5", "", "c b a")]
    [InlineData("metrics.auc < 0.75 AND metrics.auc != 0.5", "", "b")]
    [InlineData("metrics.auc != 0.5", "", "d c b")] // NaN is not 0.5, and e has none
    [InlineData("metrics.auc = 0.5", "", "a")]
    [InlineData("metric.`auc` <= 0.625 and params.depth = '3'", "", "a")]
    [InlineData("params.depth != '3'", "", "e d b")]
    [InlineData("param.depth LIKE '1_'", "", "e d")]
    [InlineData("parameters.model ILIKE 'TREE%' AND parameter.\"model\" LIKE 'Tree%'", "", "b a")]
    [InlineData("tags.\"who did\" = 'ann'", "", "c a")]
    [InlineData("tag.`who did` != 'ann'", "", "b")]
    [InlineData("tags.mlflow.runName = 'd'", "", "d")]
    [InlineData("attributes.run_name = 'd'", "", "d")]
    [InlineData("`Run name` ILIKE 'D'", "", "d")]
    [InlineData("attr.status = 'FINISHED'", "", "e")]
    [InlineData("run.status != 'FINISHED' AND start_time >= 1003", "", "d c")]
    [InlineData("Created < 1002", "", "a")]
    [InlineData("end_time > 0", "", "e")]
    [InlineData("user_id = 'eve'", "", "")]
    [InlineData("artifact_uri LIKE 'mlflow-artifacts:/%/artifacts'", "", "e d c b a")]
    [InlineData("run_id IN ('ID-a', 'ID-c', 'x')", "", "c a")]
    [InlineData("attribute.run_id NOT IN ('ID-a', 'ID-c')", "", "e d b")]
    [InlineData("run_id = 'ID-b'", "", "b")]
    [InlineData("dataset.name = 'stocks' AND datasets.context = 'train'", "", "b a")]
    [InlineData("dataset.context = 'test'", "", "b")]
    [InlineData("dataset.name != 'stocks'", "", "b")]
    [InlineData("dataset.name IN ('stocks', 'bonds')", "", "b a")]
    [InlineData("dataset.name NOT IN ('stocks')", "", "b")]
    [InlineData("dataset.digest LIKE 'd%'", "", "b a")]
    [InlineData("", "metrics.auc", "a b c d e")]
    [InlineData("", "metrics.auc DESC", "c b a d e")] // NaN after the numbers, nothing after NaN
    [InlineData("", "params.depth ASC", "e d c a b")]
    [InlineData("", "params.depth DESC;metrics.auc DESC", "b c a d e")]
    [InlineData("", "tags.`who did` DESC", "b c a e d")]
    [InlineData("", "start_time", "a b c d e")]
    [InlineData("", "attributes.start_time DESC", "e d c b a")]
    [InlineData("", "end_time", "e d c b a")]
    [InlineData("", "Created ASC", "a b c d e")]
    [InlineData("", "status;run_name DESC", "e d c b a")]
    public async Task Search_FilterAndOrder_FindWhatPassesAtOnceAndPageByPage(string filter, string order, string expected)
    {
        var (experiment, ids) = await FiveAsync();
        foreach (var (name, id) in ids)
            filter = filter.Replace("ID-" + name, id, StringComparison.Ordinal);
        var search = new JsonObject { ["experiment_ids"] = new JsonArray(experiment, "77777777"), ["filter"] = filter, ["order_by"] = order.Length == 0 ? [] : new JsonArray([.. order.Split(';').Select(clause => (JsonNode)clause)]) };
        Assert.Equal(expected, Names(await _mlflow.MustAsync("runs/search", search.ToJsonString())));

        search["max_results"] = 2;
        search["experiment_ids"] = new JsonArray(experiment);
        var names = new List<string>();
        do
        {
            var page = await _mlflow.MustAsync("runs/search", search.ToJsonString());
            names.Add(Names(page));
            search["page_token"] = (string?)page["next_page_token"];
        }
        while (search["page_token"] is not null);
        Assert.Equal(expected, string.Join(' ', names));
        Assert.All(names.SkipLast(1), page => Assert.Equal(3, page.Length));
    }

    [Fact]
    public async Task Search_Run_HasAllThatGetHas()
    {
        var (experiment, ids) = await FiveAsync();
        var found = (await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "filter": "run_name = 'b'"}"""))["runs"]!.AsArray().Single()!;
        Assert.Equal((await _mlflow.MustGetAsync($"runs/get?run_id={ids["b"]}"))["run"]!.ToJsonString(), found.ToJsonString());
    }

    [Fact]
    public async Task Search_WhileRunsCome_GivesThoseOfTheFirstPageOnce()
    {
        var (experiment, _) = await FiveAsync();
        var first = await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "max_results": 3}""");
        await _mlflow.RunAsync(experiment, 5_000);
        var second = await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "max_results": 3, "page_token": "{{first["next_page_token"]}}"}""");
        Assert.Equal("e d c b a", $"{Names(first)} {Names(second)}");
        Assert.Null(second["next_page_token"]);
    }

    [Fact]
    public async Task Search_ManyIds_AreFound()
    {
        var (experiment, ids) = await FiveAsync();
        var list = string.Join(", ", Enumerable.Range(0, 999).Select(i => $"'{i:x32}'").Append($"'{ids["d"]}'"));
        Assert.Equal("d", Names(await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "filter": "attributes.run_id IN ({{list}})"}""")));
    }

    [Fact]
    public async Task Search_SameStart_IsOrderedById()
    {
        var experiment = await _mlflow.ExperimentAsync(server.NewName());
        var runs = new List<string>();
        for (var i = 0; i < 5; i++)
            runs.Add(await _mlflow.RunAsync(experiment, 7));
        var found = (await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"]}"""))["runs"]!.AsArray().Select(run => (string)run!["info"]!["run_id"]!);
        Assert.Equal(runs.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task Search_View_TellsTheDeletedFromTheOthers()
    {
        var (experiment, ids) = await FiveAsync();
        await _mlflow.MustAsync("runs/delete", $$"""{"run_id": "{{ids["c"]}}"}""");
        foreach (var (view, expected) in new[] { ("ACTIVE_ONLY", "e d b a"), ("DELETED_ONLY", "c"), ("ALL", "e d c b a") })
            Assert.Equal(expected, Names(await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "run_view_type": "{{view}}"}""")));
        Assert.Equal("{}", (await _mlflow.PostAsync("runs/search", """{"experiment_ids": ["x", "99999999999999999999"]}""")).Text);
        Assert.Equal("{}", (await _mlflow.PostAsync("runs/search", "{}")).Text);
    }

    [Theory]
    [InlineData("metrics.auc > '1'", "a number")]
    [InlineData("metrics.auc LIKE '1'", "LIKE is for text")]
    [InlineData("metrics.auc > 1e999", "a number")]
    [InlineData("metrics.auc > 1 OR metrics.auc < 0", "AND or the end")]
    [InlineData("NOT metrics.auc > 1", "'NOT' is no field")]
    [InlineData("(metrics.auc > 1)", "a field")]
    [InlineData("params.depth = 3", "a text in quotes")]
    [InlineData("params.depth > '3'", "> is for numbers")]
    [InlineData("params.depth IN ('3')", "cannot be compared with a list")]
    [InlineData("status IN ('FINISHED')", "cannot be compared with a list")]
    [InlineData("start_time > 'x'", "a number")]
    [InlineData("dataset.rows = '1'", "'dataset.rows' is no field")]
    [InlineData("attributes.color = '1'", "'color' is no field")]
    [InlineData("color = '1'", "'color' is no field")]
    [InlineData("run_id IN ()", "a text in quotes")]
    [InlineData("tags.a = 'x' tags.b = 'y'", "AND or the end")]
    [InlineData("tags.a = 'x';", "';' is not understood")]
    [InlineData("tags.a = 'x' AND", "a field")]
    [InlineData("tags.`a = 'x'", "not closed")]
    [InlineData("metrics = 1", "needs a key")]
    public async Task Search_FilterThatCannotBeRead_IsInvalid(string filter, string words) =>
        (await _mlflow.PostAsync("runs/search", new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter }.ToJsonString())).MustBeInvalid(words);

    [Theory]
    [InlineData("""{"max_results": 0}""", "positive integer")]
    [InlineData("""{"max_results": 50001}""", "at most 50000")]
    [InlineData("""{"order_by": ["color"]}""", "'color' is no field")]
    [InlineData("""{"order_by": ["dataset.name"]}""", "is no field")]
    [InlineData("""{"order_by": ["metrics.a", "metrics.`a` DESC"]}""", "twice")]
    [InlineData("""{"order_by": ["metrics.a SIDEWAYS"]}""", "ASC, DESC or the end")]
    [InlineData("""{"order_by": ["metrics.a, metrics.b"]}""", "ASC, DESC or the end")]
    [InlineData("""{"order_by": [1]}""", "order_by")]
    [InlineData("""{"experiment_ids": "0"}""", "experiment_ids")]
    [InlineData("""{"page_token": "x"}""", "page token")]
    [InlineData("""{"filter": ["a"]}""", "filter")]
    public async Task Search_WithWhatCannotBe_IsInvalid(string body, string words) => (await _mlflow.PostAsync("runs/search", body)).MustBeInvalid(words);

    [Fact]
    public async Task Search_TokenOfAnotherSearchOrMadeByHand_IsInvalid()
    {
        var (experiment, _) = await FiveAsync();
        var token = (string)(await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "max_results": 1, "order_by": ["metrics.auc"]}"""))["next_page_token"]!;
        foreach (var other in new[] { "\"order_by\": [\"metrics.auc DESC\"]", "\"order_by\": [\"metrics.auc\"], \"filter\": \"metrics.auc > 0\"", "\"order_by\": [\"metrics.auc\"], \"run_view_type\": \"ALL\"" })
            (await _mlflow.PostAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "page_token": "{{token}}", {{other}}}""")).MustBeInvalid("another search");
        (await _mlflow.PostAsync("runs/search", $$"""{"experiment_ids": ["0"], "page_token": "{{token}}", "order_by": ["metrics.auc"]}""")).MustBeInvalid("another search");

        foreach (var (place, value) in new (int, string?)[] { (0, "0); DROP TABLE runs; --"), (0, "\0"), (1, null), (1, "noon"), (2, "no id") })
        {
            var form = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token))!;
            form["p"]![place] = value;
            var forged = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(form.ToJsonString()));
            (await _mlflow.PostAsync("runs/search", $$"""{"experiment_ids": ["{{experiment}}"], "page_token": "{{forged}}", "order_by": ["metrics.auc"]}""")).MustBeInvalid("none");
        }
    }

    /// <summary>
    /// auc 0.5, 0.625, 0.75, NaN, none; depth 3, 9, 3, 12, 10; model Tree, Tree, net, net, net; who did ann, bob, ann; a and b have the data set stocks for training, b has bonds for testing; e is finished.
    /// </summary>
    private async Task<(string Experiment, Dictionary<string, string> Runs)> FiveAsync()
    {
        var experiment = await _mlflow.ExperimentAsync(server.NewName("runs"));
        var runs = new Dictionary<string, string>(StringComparer.Ordinal);
        string?[] aucs = ["0.5", "0.625", "0.75", "\"NaN\"", null], depths = ["3", "9", "3", "12", "10"], who = ["ann", "bob", "ann", null, null];
        for (var i = 0; i < 5; i++)
        {
            var name = $"{(char)('a' + i)}";
            var run = runs[name] = await _mlflow.RunAsync(experiment, 1_001 + i, $$""", "run_name": "{{name}}" """);
            var metrics = aucs[i] is { } auc ? $$"""{"key": "auc", "value": 9, "timestamp": 1, "step": 0}, {"key": "auc", "value": {{auc}}, "timestamp": 1, "step": 1}""" : "";
            var tags = who[i] is { } did ? $$"""{"key": "who did", "value": "{{did}}"}""" : "";
            await _mlflow.MustAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{{metrics}}], "params": [{"key": "depth", "value": "{{depths[i]}}"}, {"key": "model", "value": "{{(i < 2 ? "Tree" : "net")}}"}], "tags": [{{tags}}]}""");
        }

        foreach (var (run, set, context) in new[] { ("a", "stocks", "train"), ("b", "stocks", "train"), ("b", "bonds", "test") })
            await _mlflow.MustAsync("runs/log-inputs", $$"""{"run_id": "{{runs[run]}}", "datasets": [{"dataset": {"name": "{{set}}", "digest": "d", "source_type": "local", "source": "s"}, "tags": [{"key": "mlflow.data.context", "value": "{{context}}"}]}]}""");
        await _mlflow.MustAsync("runs/update", $$"""{"run_id": "{{runs["e"]}}", "status": "FINISHED", "end_time": 2000}""");
        return (experiment, runs);
    }

    private static string Names(JsonNode found) => string.Join(' ', (found["runs"]?.AsArray() ?? []).Select(run => (string)run!["info"]!["run_name"]!));
}
