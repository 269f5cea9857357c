using System.Text.Json.Nodes;
using ModelRegistry.Cli.Audit;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary>The audit log over HTTP, and <c>modelreg audit</c> as a script sees it.</summary>
[Collection(ServerCollection.Name)]
public sealed class AuditTests(RegistryServer server)
{
    [Fact]
    public async Task Verify_UntouchedThenTampered_SaysWholeThenNamesTheFirstBrokenLink()
    {
        var id = await ModelAsync();
        Assert.Equal((0, ""), await ErrorOfAsync("verify"));
        Assert.Equal(0, (await RunAsync("verify", "--stream", $"model/{id}")).Code);

        await server.Database.ExecuteAsync($"UPDATE events SET actor = actor || '!' WHERE stream_id = '{id}' AND version IN (2, 3)");
        try
        {
            foreach (var query in new[] { "", $"?kind=model&id={id}" })
            {
                var lines = (await server.Admin.GetAsync($"audit/verify{query}")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
                Assert.NotNull(lines[0]["progress"]!["of"]);
                var report = lines[^1]["report"]!;
                Assert.Equal((false, 1), (report["whole"]!.GetValue<bool>(), report["brokenStreams"]!.GetValue<int>()));
                var link = Assert.Single(report["broken"]!.AsArray())!;
                Assert.Equal(("model", id, 2), (link["stream"]!["kind"]!.GetValue<string>(), link["stream"]!["id"]!.GetValue<string>(), link["version"]!.GetValue<int>()));
            }

            var (code, output, _) = await RunAsync("verify");
            Assert.Equal(1, code);
            Assert.Contains($"broken  model/{id} at version 2: event 2 (version-registered) does not have the hash", output, StringComparison.Ordinal);
            Assert.EndsWith("1 broken\n", output, StringComparison.Ordinal);

            (code, output, _) = await RunAsync("verify", "--json");
            Assert.Equal(1, code);
            Assert.Equal(2, JsonNode.Parse(output)!["broken"]![0]!["version"]!.GetValue<int>());
        }
        finally
        {
            await server.Database.ExecuteAsync($"UPDATE events SET actor = trim(trailing '!' FROM actor) WHERE stream_id = '{id}'");
        }

        Assert.Equal(0, (await RunAsync("verify", "--json")).Code);
    }

    [Fact]
    public async Task Rebuild_ReadModelsChangedByHand_AreAsTheEventsHaveMadeThem()
    {
        var id = await ModelAsync();
        await server.Database.ExecuteAsync($"UPDATE models SET production = NULL WHERE id = '{id}'; UPDATE model_versions SET stage = 'Draft' WHERE model_id = '{id}'");

        var (code, output, _) = await RunAsync("rebuild");

        Assert.Equal(0, code);
        Assert.StartsWith("made again from ", output, StringComparison.Ordinal);
        Assert.Equal("1 Production", await server.Database.ScalarAsync<string>(
            $"SELECT m.production || ' ' || v.stage FROM models m JOIN model_versions v ON v.model_id = m.id WHERE m.id = '{id}'"));
    }

    [Theory]
    [InlineData("?kind=model", "kind")]
    [InlineData("?id=0193a000-0000-7000-8000-000000000001", "id")]
    public async Task Verify_HalfAName_IsRefused(string query, string given) =>
        (await server.Admin.GetAsync($"audit/verify{query}")).MustBeProblem(400, "malformed", $"{given} is given without");

    [Fact]
    public async Task AuditCalls_TokenWithAScope_AreOutOfScope()
    {
        var scoped = await server.CallerAsync("trader", Role.Admin, "desk-");
        (await scoped.GetAsync("audit/verify")).MustBeProblem(403, "out_of_scope", "desk-");
        (await scoped.PostAsync("audit/rebuild", "")).MustBeProblem(403, "out_of_scope", "desk-");
    }

    [Fact]
    public async Task Command_ThatCannotBeCarriedOut_SaysWhy_AndOfVerifyIsExitCode2()
    {
        var low = await server.CallerAsync("low", Role.Viewer);
        var refused = await RunWithAsync(server.Address.ToString(), low.Token!, "verify");
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains("(forbidden)", refused.Error, StringComparison.Ordinal);

        var nobody = await RunWithAsync("http://127.0.0.1:1", "t", "rebuild");
        Assert.Equal((5, ""), (nobody.Code, nobody.Output));
        Assert.Equal(2, (await RunWithAsync("http://127.0.0.1:1", "t", "verify")).Code);
        Assert.StartsWith("modelreg: ", nobody.Error, StringComparison.Ordinal);

        var tokenless = await RunWithAsync(server.Address.ToString(), "", "verify");
        Assert.Equal(2, tokenless.Code);
        Assert.Contains("MODELREG_TOKEN", tokenless.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--stream", "model", "KIND/ID")]
    [InlineData("--stream", "model/1", "KIND/ID")]
    [InlineData("--url", "registry", "http://HOST:PORT")]
    public void Arguments_NotUnderstood_AreNamed(string option, string value, string wanted)
    {
        var error = Assert.Single(AuditCommand.Create().Parse(["verify", option, value]).Errors);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(wanted, error.Message, StringComparison.Ordinal);
    }

    private async Task<string> ModelAsync()
    {
        var name = await server.ServingModelAsync("audited");
        return (await server.Admin.GetAsync($"models/{name}")).Json["id"]!.GetValue<string>();
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunWithAsync(server.Address.ToString(), server.Admin.Token!, args);

    private async Task<(int Code, string Error)> ErrorOfAsync(params string[] args) => await RunAsync(args) is var run ? (run.Code, run.Error) : default;

    private static async Task<(int Code, string Output, string Error)> RunWithAsync(string url, string token, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var parsed = AuditCommand.Create().Parse([.. args, "--url", url, "--token", token]);
        var code = await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
