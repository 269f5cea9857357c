using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow;

/// <summary>Calls as MLflow's client does.</summary>
internal sealed class MlflowCaller(Uri server, string? token, string @base = "api/2.0/mlflow/")
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, @base) };

    public static MlflowCaller Of(RegistryServer server) => new(server.Address, server.Admin.Token);

    public Task<ApiAnswer> GetAsync(string path) => SendAsync("GET", path, null);

    public Task<ApiAnswer> PostAsync(string path, string body) => SendAsync("POST", path, new StringContent(body, Encoding.UTF8, "application/json"));

    public Task<ApiAnswer> PatchAsync(string path, string body) => SendAsync("PATCH", path, new StringContent(body, Encoding.UTF8, "application/json"));

    public Task<ApiAnswer> DeleteAsync(string path, string body) => SendAsync("DELETE", path, new StringContent(body, Encoding.UTF8, "application/json"));

    public async Task<ApiAnswer> SendAsync(string method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), null);
    }

    /// <summary>The answer of a call that has to succeed.</summary>
    public async Task<JsonNode> MustAsync(string path, string body) => Good(path, await PostAsync(path, body));

    /// <inheritdoc cref="MustAsync"/>
    public async Task<JsonNode> MustGetAsync(string path) => Good(path, await GetAsync(path));

    /// <inheritdoc cref="MustAsync"/>
    public async Task<JsonNode> MustPatchAsync(string path, string body) => Good(path, await PatchAsync(path, body));

    /// <inheritdoc cref="MustAsync"/>
    public async Task<JsonNode> MustDeleteAsync(string path, string body) => Good(path, await DeleteAsync(path, body));

    /// <summary>A registered model.</summary>
    public async Task<JsonNode> ModelAsync(string name) => (await MustGetAsync($"registered-models/get?name={Uri.EscapeDataString(name)}"))["registered_model"]!;

    /// <summary>The id of a new experiment.</summary>
    public async Task<string> ExperimentAsync(string name) => (string)(await MustAsync("experiments/create", $$"""{"name": "{{name}}"}"""))["experiment_id"]!;

    /// <summary>The id of a new run.</summary>
    public async Task<string> RunAsync(string experiment = "0", long startTime = 1_700_000_000_000, string more = "") =>
        (string)(await MustAsync("runs/create", $$"""{"experiment_id": "{{experiment}}", "start_time": {{startTime}}{{more}}}"""))["run"]!["info"]!["run_id"]!;

    /// <summary>What a run has logged.</summary>
    public async Task<JsonNode> DataAsync(string run) => (await MustGetAsync($"runs/get?run_id={run}"))["run"]!["data"]!;

    private static JsonNode Good(string path, ApiAnswer answer)
    {
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
        Assert.Equal("application/json", answer.MediaType);
        return answer.Json;
    }
}
