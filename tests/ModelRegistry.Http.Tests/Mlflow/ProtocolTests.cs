using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

[Collection(ServerCollection.Name)]
public sealed class ProtocolTests(RegistryServer server)
{
    private readonly MlflowCaller _mlflow = MlflowCaller.Of(server);

    [Fact]
    public async Task Health_AndVersion_NeedNoToken()
    {
        var anybody = new MlflowCaller(server.Address, token: null, "");
        Assert.Equal((200, "OK"), await TextAsync(anybody, "health"));
        Assert.Equal((200, "2.16.2"), await TextAsync(anybody, "version"));
    }

    [Fact]
    public async Task Routes_OfTheWebPage_AreTheSame()
    {
        var page = new MlflowCaller(server.Address, server.Admin.Token, "ajax-api/2.0/mlflow/");
        var run = await page.RunAsync();
        await page.MustAsync("runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": 1, "timestamp": 1}""");
        Assert.Single((await _mlflow.DataAsync(run))["metrics"]!.AsArray());
        (await page.GetAsync("runs/get?run_id=0")).MustBeUnknown();
    }

    [Theory]
    [InlineData("GET", "nothing/there")]
    [InlineData("POST", "registered-models")]
    [InlineData("DELETE", "runs/create")]
    [InlineData("GET", "runs/create")]
    public async Task Call_ThatIsNotThere_IsNoEndpoint(string method, string path) => (await _mlflow.SendAsync(method, path, null)).MustBeRefused(404, "ENDPOINT_NOT_FOUND", method, path);

    [Fact]
    public async Task Caller_WithoutAGoodToken_IsUnauthenticated()
    {
        foreach (var token in new[] { null, "mr_nonsense" })
        {
            var nobody = new MlflowCaller(server.Address, token);
            (await nobody.GetAsync("experiments/get?experiment_id=0")).MustBeRefused(401, "UNAUTHENTICATED", "Bearer");
            (await nobody.PostAsync("runs/create", "{}")).MustBeRefused(401, "UNAUTHENTICATED", "Bearer");
            (await nobody.GetAsync("nothing")).MustBeRefused(401, "UNAUTHENTICATED");
        }
    }

    [Fact]
    public async Task Viewer_ReadsOnly_AndAScientistWrites()
    {
        var viewer = new MlflowCaller(server.Address, (await server.CallerAsync("viewer", Role.Viewer)).Token);
        var scientist = new MlflowCaller(server.Address, (await server.CallerAsync("scientist", Role.Scientist)).Token);
        var run = await scientist.RunAsync();
        await viewer.MustGetAsync($"runs/get?run_id={run}");
        await viewer.MustAsync("runs/search", """{"experiment_ids": ["0"], "max_results": 1}""");
        await viewer.MustAsync("experiments/search", """{"max_results": 1}""");
        await viewer.MustGetAsync($"metrics/get-history?run_id={run}&metric_key=m");
        foreach (var call in new[] { "experiments/create", "experiments/update", "experiments/delete", "experiments/restore", "experiments/set-experiment-tag", "runs/create", "runs/update", "runs/delete", "runs/restore", "runs/log-metric", "runs/log-parameter", "runs/set-tag", "runs/delete-tag", "runs/log-batch", "runs/log-inputs", "runs/log-model" })
            (await viewer.PostAsync(call, "{}")).MustBeRefused(403, "PERMISSION_DENIED", "Viewer");
    }

    [Theory]
    [InlineData(null, "Content-Type header is missing")]
    [InlineData("text/plain", "Content-Type must be one of ['application/json']")]
    [InlineData("application/jsonx", "Content-Type must be one of ['application/json']")]
    public async Task Body_ThatIsNotSaidToBeJson_IsInvalid(string? type, string words)
    {
        var body = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);
        (await _mlflow.SendAsync("POST", "runs/create", body)).MustBeInvalid(words);
    }

    [Fact]
    public async Task Body_ThatIsMissing_IsAnEmptyObject() =>
        (await _mlflow.PostAsync("runs/delete", "")).MustBeInvalid("Missing value for required parameter 'run_id'. See the API docs");

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[1]")]
    [InlineData("\"{\"")]
    [InlineData("{\"experiment_id\": NaN}")]
    public async Task Body_ThatIsNoObject_LacksWhatIsNeededAndMakesNothing(string body)
    {
        (await _mlflow.PostAsync("runs/delete", body)).MustBeInvalid("Missing value for required parameter 'run_id'. See the API docs");
        (await _mlflow.PostAsync("runs/create", body)).MustBeInvalid("The body is no JSON object");
    }

    [Fact]
    public async Task Body_ThatIsAnObjectAsText_IsRead()
    {
        var run = await _mlflow.RunAsync();
        await _mlflow.MustAsync("runs/delete", $$"""
            "{\"run_id\": \"{{run}}\"}"
            """);
        (await _mlflow.PostAsync("runs/delete", $$"""{"run_id": "{{run}}", "run_id": "last counts"}""")).MustBeUnknown("last counts");
    }

    [Fact]
    public async Task ExperimentIds_ThatAreNumbers_AreTheSameAsTexts()
    {
        var id = (string)(await _mlflow.MustAsync("experiments/create", $$"""{"name": "{{server.NewName()}}"}"""))["experiment_id"]!;
        var made = await _mlflow.MustAsync("runs/create", $$"""{"experiment_id": {{id}}}""");
        Assert.Equal(id, (string)made["run"]!["info"]!["experiment_id"]!);
        var found = await _mlflow.MustAsync("runs/search", $$"""{"experiment_ids": [{{id}}]}""");
        Assert.Equal((string)made["run"]!["info"]!["run_id"]!, (string)Assert.Single(found["runs"]!.AsArray())!["info"]!["run_id"]!);
    }

    [Fact]
    public async Task Body_TooDeepOrNotUtf8_IsRefused()
    {
        (await _mlflow.PostAsync("runs/delete", new string('[', 100_000))).MustBeInvalid("run_id");
        var bytes = new ByteArrayContent([.. "{\"run_id\": \""u8, 0xFF, 0xFE, .. "\"}"u8]);
        bytes.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var answer = await _mlflow.SendAsync("POST", "runs/delete", bytes);
        Assert.InRange(answer.Status, 400, 404);
    }

    [Theory]
    [InlineData("""{"run_\ud800": 1, "key": "m", "value": 1, "timestamp": 1}""")]
    [InlineData("""{"run_id": "\ud800", "key": "m", "value": 1, "timestamp": 1}""")]
    [InlineData("""{"run_id": "RUN", "key": "\ud800", "value": 1, "timestamp": 1}""")]
    [InlineData("""{"run_id": "RUN", "key": "m", "value": "\ud800", "timestamp": 1}""")]
    [InlineData("""{"run_id": "RUN", "key": "m", "value": 1, "timestamp": "\ud800"}""")]
    public async Task Body_WithHalfOfASurrogatePair_IsInvalid(string body) =>
        (await _mlflow.PostAsync("runs/log-metric", body.Replace("RUN", await _mlflow.RunAsync(), StringComparison.Ordinal))).MustBeInvalid("surrogate pair");

    [Fact]
    public async Task Refusal_OfALongText_DoesNotRepeatItAll()
    {
        var answer = await _mlflow.PostAsync("runs/delete", $$"""{"run_id": "{{new string('x', 1_000_000)}}"}""");
        answer.MustBeUnknown("Run with id=xxx");
        Assert.InRange(answer.Text.Length, 250, 500);
    }

    [Fact]
    public async Task Query_WithNul_IsInvalid() => (await _mlflow.GetAsync("runs/get?run_id=%00")).MustBeInvalid("NUL");

    [Fact]
    public async Task Refusals_OfAllKinds_LogNoError()
    {
        await _mlflow.PostAsync("runs/create", "{\"tags\": 1}");
        Assert.DoesNotContain(server.Log.Lines, line => line.Text.StartsWith("POST /api/2.0/", StringComparison.Ordinal) && line.Text.Contains(" failed ", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log.Lines, line => line.Text.StartsWith("GET /api/2.0/", StringComparison.Ordinal) && line.Text.Contains(" failed ", StringComparison.Ordinal));
    }

    private static async Task<(int Status, string Text)> TextAsync(MlflowCaller caller, string path)
    {
        var answer = await caller.GetAsync(path);
        return (answer.Status, answer.Text);
    }
}
