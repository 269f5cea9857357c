using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class OpenApiTests(RegistryServer server)
{
    [Fact]
    public async Task Document_OfTheApi_HasEveryCallWithASummary()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var paths = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!["paths"]!.AsObject();
        Assert.All(paths, path => Assert.StartsWith("/api/v1/", path.Key, StringComparison.Ordinal));
        var calls = paths.SelectMany(path => path.Value!.AsObject().Select(call => (Name: $"{call.Key.ToUpperInvariant()} {path.Key[7..]}", Call: call.Value!))).ToList();
        Assert.All(calls, call => Assert.False(string.IsNullOrEmpty(call.Call["summary"]?.GetValue<string>()), call.Name));
        Assert.Superset(Expected, calls.Select(call => call.Name).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_Served_IsTheCommittedOne()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var served = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!.AsObject();
        served.Remove("servers"); // where this test happens to listen
        var text = served.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
            await File.WriteAllTextAsync(Committed(), text);
        Assert.True(
            text == await File.ReadAllTextAsync(Committed()),
            $"the API is not what docs/openapi.json says. If that is meant: {Update}=1 dotnet test tests/ModelRegistry.Http.Tests -c Release --filter {nameof(Document_Served_IsTheCommittedOne)}, and commit the file");
    }

    [Fact]
    public async Task Health_OfARunningServer_IsGood()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        Assert.Equal("Healthy", await http.GetStringAsync("health/live"));
        Assert.Equal("Healthy", await http.GetStringAsync("health/ready"));
    }

    private const string Update = "UPDATE_OPENAPI";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Committed([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "openapi.json");

    private static HashSet<string> Expected => new(StringComparer.Ordinal)
    {
        "POST /models", "GET /models", "GET /models/{model}", "POST /models/{model}/versions", "GET /models/{model}/versions", "GET /models/{model}/versions/{v}",
        "GET /models/{model}/versions/{v}/manifest", "POST /models/{model}/versions/{v}/transitions", "POST /models/{model}/versions/{v}/approvals",
        "POST /ml/{model}/promote", "POST /models/{model}/rollback", "PUT /models/{model}/aliases/{alias}", "DELETE /models/{model}/aliases/{alias}",
        "GET /models/{model}/lineage", "GET /models/{model}/history", "GET /audit", "GET /audit/verify", "POST /audit/rebuild", "GET /audit/export", "GET /audit/key", "POST /audit/checkpoints", "POST /audit/checkpoints/verify", "GET /notifications", "POST /notifications/{id}/retry", "PUT /artifacts", "GET /artifacts/{digest}",
        "PUT /artifacts/{digest}", "POST /artifacts/trees", "GET /artifacts/{digest}/files", "POST /artifacts/collect", "GET /export", "POST /import",
        "POST /models/{model}/predict", "POST /models/{model}/actuals", "GET /models/{model}/status", "GET /models/{model}/predictions", "PUT /models/{model}/traffic",
        "POST /experiments", "GET /experiments", "GET /experiments/{name}", "GET /experiments/{name}/results", "POST /experiments/{name}/start",
        "POST /experiments/{name}/pause", "POST /experiments/{name}/resume", "POST /experiments/{name}/conclude", "POST /experiments/{name}/cancel",
        "POST /models/{model}/drift/scan", "GET /models/{model}/drift/reports", "GET /models/{model}/drift/reports/{id}", "GET /models/{model}/monitor",
        "PUT /models/{model}/monitor", "GET /models/{model}/performance", "POST /tokens", "GET /tokens", "DELETE /tokens/{id}",
    };
}
