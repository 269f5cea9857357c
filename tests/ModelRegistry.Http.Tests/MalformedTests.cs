using System.Text;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

[Collection(ServerCollection.Name)]
public sealed class MalformedTests(RegistryServer server)
{
    [Theory]
    [InlineData("", "name")]
    [InlineData("null", "null")]
    [InlineData("[]", "the body", "object")]
    [InlineData("{", "open JSON object")]
    [InlineData("""{"name": 1}""", "name", "text")]
    [InlineData("""{"name": null}""", "name", "null")]
    [InlineData("""{"nam": "x"}""", "nam", "not known")]
    [InlineData("""{"name": "x", "name": "y"}""", "'name' twice")]
    [InlineData("""{"name": "x", "lifecycle": "nope"}""", "lifecycle", "Governed or Open")]
    [InlineData("""{"name": "x", "lifecycle": 1}""", "lifecycle", "Governed or Open")]
    [InlineData("""{"name": "x", "tags": null}""", "tags", "null")]
    [InlineData("""{"name": "x", "tags": {"a": null}}""", "'a'", "text")]
    [InlineData("""{"name": "x", "tags": {"a": "1", "a": "2"}}""", "'a'", "twice")]
    [InlineData("""{"name": "\ud800"}""", "name")]
    public async Task CreateModel_WithABodyThatDoesNotFit_NamesWhatIsWrong(string body, params string[] words) =>
        (await server.Admin.PostAsync("models", body)).MustBeProblem(400, "malformed", words);

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a\\u0000b")]
    [InlineData("a\\u202eb")]
    [InlineData("a\\nb")]
    public async Task CreateModel_WithAHostileName_IsRefused(string name) =>
        (await server.Admin.PostAsync("models", $$"""{"name": "{{name}}"}""")).MustBeProblem(400, "invalid_name", "model name");

    [Fact]
    public async Task Body_ThatIsTooLong_IsTooLarge() =>
        (await server.Admin.PostAsync("models", new string(' ', (4 << 20) + 1))).MustBeProblem(413, "too_large", "4194304");

    [Fact]
    public async Task Body_ThatIsTooDeep_IsMalformed() =>
        (await server.Admin.PostAsync("models", new string('[', 100_000))).MustBeProblem(400, "malformed");

    [Theory]
    [InlineData("models?pageSize=abc", "pageSize is 'abc'; a whole number")]
    [InlineData("models?pageSize=0", "pageSize is 0")]
    [InlineData("models?pageSize=1001", "1000")]
    [InlineData("models?pageToken=%00", "pageToken has a NUL")]
    [InlineData("audit?actor=a%00", "actor has a NUL")]
    [InlineData("audit?pageToken=-1", "pageToken '-1'")]
    [InlineData("experiments?pageToken=%00", "NUL")]
    public async Task Query_ThatDoesNotFit_NamesTheParameter(string path, string words) =>
        (await server.Admin.GetAsync(path)).MustBeProblem(400, "malformed", words);

    [Theory]
    [InlineData("predictions", "from is missing; a time")]
    [InlineData("predictions?from=x&to=2015-01-01", "from is 'x'; a time")]
    [InlineData("predictions?from=2016-01-01Z&to=2015-01-01Z", "must lie after")]
    [InlineData("performance?from=2016-01-01Z&to=2015-01-01Z", "must lie after")]
    [InlineData("drift/reports?atLeast=99", "atLeast is '99'")]
    [InlineData("versions?pageToken=x", "pageToken is 'x'")]
    [InlineData("lineage?format=xml", "mermaid")]
    public async Task QueryOfAModel_ThatDoesNotFit_NamesTheParameter(string path, string words)
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.GetAsync($"models/{model}/{path}")).MustBeProblem(400, "malformed", words);
    }

    [Fact]
    public async Task Address_ThatIsNoCall_IsAProblemToo()
    {
        (await server.Admin.GetAsync("nothing")).MustBeProblem(404, "not_found", "/api/v1/nothing", "openapi");
        (await server.Admin.SendAsync("DELETE", "models", null)).MustBeProblem(405, "method_not_allowed", "DELETE", "GET, POST");
        (await server.Admin.GetAsync("models/never-made")).MustBeProblem(404, "model_not_found", "never-made");
        (await server.Admin.GetAsync("artifacts/..%2f..%2fetc%2fpasswd")).MustBeProblem(404, "artifact_not_found");
    }

    [Theory]
    [InlineData("@nobody")]
    [InlineData("staging")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    [InlineData("9.9.9")]
    public async Task Selector_ThatMatchesNothing_IsNotFound(string selector)
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.GetAsync($"models/{model}/versions/{selector}")).MustBeProblem(404, "version_not_found", model, selector, "@alias");
    }

    [Theory]
    [InlineData("""{"principal": "p", "role": 9}""", "role", "Viewer or Scientist")]
    [InlineData("""{"principal": "p", "role": "9"}""", "role", "Viewer or Scientist")]
    [InlineData("""{"principal": null, "role": "Viewer"}""", "principal")]
    [InlineData("""{"principal": "p", "role": "Viewer", "scope": "\u0000"}""", "scope", "control")]
    [InlineData("""{"principal": "p", "role": "Viewer", "scope": null}""", "scope")]
    [InlineData("""{"principal": "p", "role": "Viewer", "expiresInDays": 0}""", "expiresInDays is 0", "3650")]
    [InlineData("""{"principal": "p", "role": "Viewer", "expiresAt": "2026-01-01T00:00:00Z"}""", "expiresAt is 2026-01-01T00:00:00", "3650")]
    [InlineData("""{"principal": "p", "role": "Viewer", "expiresAt": "9999-01-01T00:00:00Z"}""", "expiresAt is 9999-01-01T00:00:00", "3650")]
    [InlineData("""{"principal": "p", "role": "Viewer", "expiresAt": "soon"}""", "expiresAt")]
    [InlineData("""{"principal": "p", "role": "Viewer", "expiresInDays": 1, "expiresAt": "9999-01-01T00:00:00Z"}""", "both given")]
    public async Task CreateToken_WithWhatDoesNotFit_NamesIt(string body, params string[] words) =>
        (await server.Admin.PostAsync("tokens", body)).MustBeProblem(400, "malformed", words);

    [Theory]
    [InlineData("""{"name": "t", "model": "MODEL", "variants": [null], "metrics": []}""", "null")]
    [InlineData("""{"name": "t", "model": "MODEL", "variants": null}""", "variants", "a list")]
    [InlineData("""{"name": "t", "model": "MODEL", "onConclude": "cheer"}""", "onConclude", "recommend")]
    [InlineData("""{"name": "t", "model": "MODEL", "metrics": [{"name": "m", "direction": "sideways"}]}""", "metrics[0].direction", "Increase or Decrease")]
    [InlineData("""{"name": "t", "model": null}""", "model")]
    public async Task PlanExperiment_WithWhatDoesNotFit_NamesIt(string body, params string[] words)
    {
        var model = await server.ServingModelAsync();
        (await server.Admin.PostAsync("experiments", body.Replace("MODEL", model, StringComparison.Ordinal))).MustBeProblem(400, "malformed", words);
    }

    [Fact]
    public async Task Register_WithAnArtifactThatIsNoModel_IsRefused()
    {
        var model = await server.ServingModelAsync();
        var empty = (await server.Admin.MustAsync("PUT", "artifacts", ""))["digest"]!.GetValue<string>();
        (await server.Admin.PostAsync($"models/{model}/versions", $$"""{"flavor": "sum", "artifact": "{{empty}}"}""")).MustBeProblem(400, "invalid_model", empty);
        (await server.Admin.PostAsync($"models/{model}/versions", $$"""{"flavor": "nope", "artifact": "{{empty}}"}""")).MustBeProblem(400, "invalid_model", "sum");
        (await server.Admin.PostAsync($"models/{model}/versions", """{"flavor": "sum", "artifact": "../x"}""")).MustBeProblem(400, "artifact_not_found", "../x");
        (await server.Admin.PostAsync($"models/{model}/versions", """{"flavor": null, "artifact": null}""")).MustBeProblem(400, "malformed", "flavor");
    }

    [Fact]
    public async Task Promote_AgainstAGate_ListsIt()
    {
        var name = server.NewName();
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{name}}"}""");
        await server.RegisterAsync(name);
        var answer = await server.Admin.PostAsync($"ml/{name}/promote", """{"version": 1}""");
        answer.MustBeProblem(422, "gates_failed", "min_rank_ic");
        Assert.Contains(answer.Json["gates"]!.AsArray(), gate => gate!["gate"]!.GetValue<string>() == "min_rank_ic" && !gate["passed"]!.GetValue<bool>());
        (await server.Admin.PostAsync($"ml/{name}/promote", """{"version": 1, "overrides": null}""")).MustBeProblem(400, "malformed", "overrides");
        (await server.Admin.PostAsync($"ml/{name}/promote", """{"version": 1, "to": "Mars"}""")).MustBeProblem(400, "malformed", "Mars", "Staging");
    }

    [Fact]
    public async Task Refusals_OfAllKinds_LogNoError()
    {
        await server.Admin.SendAsync("POST", "models", Encoding.UTF8.GetBytes("""{"name": null}"""));
        Assert.DoesNotContain(server.Log.Lines, line => line.Text.StartsWith("POST /api/v1/", StringComparison.Ordinal) && line.Text.Contains(" failed ", StringComparison.Ordinal));
    }
}
