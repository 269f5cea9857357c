using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary><c>modelreg export</c> and <c>import</c> between two running hosts, and who may call what is behind them.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class TransferTests(RegistryServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mr-transfer-");

    private string File1 => Path.Combine(_folder.FullName, "one.tar");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Import_IntoALivingRegistry_IsThereAtOnceAndGoesOnLivingThere() => WithAnotherAsync(async other =>
    {
        var model = await server.ServingModelAsync("moved");
        Assert.Equal((0, ""), await MoveAsync(model, other));
        Same(await server.Admin.GetAsync($"models/{model}"), await other.Admin.GetAsync($"models/{model}"));
        Same(await server.Admin.GetAsync($"models/{model}/versions/production"), await other.Admin.GetAsync($"models/{model}/versions/production"));

        await server.RegisterAsync(model);
        await server.Admin.MustAsync("POST", $"models/{model}/versions/2/transitions", """{"to": "Production", "reason": "newer"}""");
        var named = await NameAsync(server.Admin, model);
        Assert.Equal((0, ""), await MoveAsync(model, other));

        Same(await server.Admin.GetAsync($"models/{model}"), await other.Admin.GetAsync($"models/{model}"));
        Assert.Equal(2, (await other.Admin.GetAsync($"models/{model}/versions/production")).Json["number"]!.GetValue<int>());
        Same(named, await NameAsync(other.Admin, model));
        Same(await server.Admin.GetAsync($"models/{model}"), await other.Admin.GetAsync($"models/{model}"));
        await other.RegisterAsync(model);
        Assert.Equal(3, (await other.Admin.GetAsync($"models/{model}/versions/latest")).Json["number"]!.GetValue<int>());
        Assert.True(JsonNode.Parse((await other.Admin.GetAsync("audit/verify")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!["report"]!["whole"]!.GetValue<bool>());
        Assert.Contains(
            (await other.Admin.GetAsync("audit?type=stream-imported")).Json["events"]!.AsArray(),
            entry => (entry!["kind"]!.GetValue<string>(), entry["actor"]!.GetValue<string>(), entry["event"]!["to"]!.GetValue<int>()) is ("import", "admin", > 3));
    });

    [Fact]
    public Task Import_WithAConflict_IsExitCode1AndListsIt() => WithAnotherAsync(async other =>
    {
        var model = await server.ServingModelAsync("twice");
        await other.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}"}""");
        await RunAsync(server, "export", File1, "--model", model, "--artifacts");
        var before = (await other.Admin.GetAsync($"models/{model}")).Text;

        foreach (var dryRun in new[] { "--dry-run", "--dry-run=false" })
        {
            var listed = await RunAsync(other, "import", File1, dryRun);
            Assert.Equal((1, ""), (listed.Code, listed.Error));
            Assert.Contains($"model\t{model}\t", listed.Output, StringComparison.Ordinal);
            Assert.Contains("\tNameTaken\t", listed.Output, StringComparison.Ordinal);
            var json = await RunAsync(other, "import", File1, dryRun, "--json");
            Assert.Equal((1, "NameTaken"), (json.Code, JsonNode.Parse(json.Output)!["conflicts"]![0]!["why"]!.GetValue<string>()));
        }

        Assert.Equal(before, (await other.Admin.GetAsync($"models/{model}")).Text);
    });

    [Fact]
    public Task Export_OfABrokenChain_IsRefusedBeforeItBegins() => WithAnotherAsync(async other =>
    {
        await other.ServingModelAsync("broken");
        await other.Database.ExecuteAsync("UPDATE events SET actor = 'mallory' WHERE version = 1");

        (await other.Admin.GetAsync("export")).MustBeProblem(409, "export_refused", "does not have the hash");
        Assert.Equal(1, (await RunAsync(other, "export", File1)).Code);
        Assert.Empty(_folder.GetFiles());
    });

    [Fact]
    public async Task Export_OfADeletedModel_IsMadeByItsId()
    {
        var model = server.NewName("gone");
        var id = (await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}"}"""))["id"]!.GetValue<string>();
        Assert.Equal(200, (await server.Admin.SendAsync("DELETE", $"models/{model}?reason=over", null)).Status);

        (await server.Admin.GetAsync($"export?model={model}")).MustBeProblem(404, "model_not_found");
        var done = await RunAsync(server, "export", File1, "--model", $"id:{id}", "--json");
        Assert.Equal((1, 2), (JsonNode.Parse(done.Output)!["streams"]!.GetValue<int>(), JsonNode.Parse(done.Output)!["events"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Transfer_OutOfScopeOrRole_IsRefused()
    {
        var model = await server.ServingModelAsync("desk");
        var desk = await server.CallerAsync("desk", Role.Viewer, "desk");
        Assert.Equal(200, (await desk.GetAsync($"export?model={model}&artifacts=true")).Status);
        (await desk.GetAsync($"export?model={await server.ServingModelAsync("other")}")).MustBeProblem(404, "model_not_found");
        (await desk.GetAsync($"export?model=id:{Guid.Empty}")).MustBeProblem(404, "model_not_found");
        (await desk.GetAsync("export")).MustBeProblem(403, "out_of_scope", "desk");
        (await (await server.CallerAsync("low", Role.Scientist)).GetAsync("export")).MustBeProblem(403, "forbidden", "model=NAME");
        Assert.Equal(200, (await (await server.CallerAsync("auditor", Role.Approver)).GetAsync("export")).Status);
        (await (await server.CallerAsync("auditor", Role.Approver)).PostAsync("import", "")).MustBeProblem(403, "forbidden");
        (await (await server.CallerAsync("boss", Role.Admin, "desk")).PostAsync("import", "")).MustBeProblem(403, "out_of_scope", "desk");
    }

    [Fact]
    public async Task Files_ThatAreNotWhatIsNeeded_AreRefusedInWords()
    {
        (await server.Admin.PostAsync("import", "no tar")).MustBeProblem(400, "import_refused", "no whole export", "Nothing was imported");
        await File.WriteAllTextAsync(File1, "kept");
        var there = await RunAsync(server, "export", File1);
        Assert.Equal((2, "kept"), (there.Code, await File.ReadAllTextAsync(File1)));
        Assert.Contains("is there already", there.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(server, "import", File1)).Code);
        Assert.Equal(3, (await RunAsync(server, "export", File1 + "2", "--model", "nobody")).Code);
        Assert.Equal([File1], _folder.GetFiles().Select(file => file.FullName));
    }

    private static async Task WithAnotherAsync(Func<RegistryServer, Task> use)
    {
        var other = new RegistryServer();
        await other.InitializeAsync();
        try
        {
            await use(other);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    /// <summary>The same command each time.</summary>
    private static Task<ApiAnswer> NameAsync(ApiCaller caller, string model) =>
        caller.SendAsync("PUT", $"models/{model}/aliases/kept", """{"version": 1}"""u8.ToArray(), ("Idempotency-Key", "once"));

    private async Task<(int Code, string Error)> MoveAsync(string model, RegistryServer other)
    {
        File.Delete(File1);
        var exported = await RunAsync(server, "export", File1, "--model", model, "--artifacts");
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        var imported = await RunAsync(other, "import", File1);
        return (imported.Code, imported.Error);
    }

    private static void Same(ApiAnswer expected, ApiAnswer actual) => Assert.Equal((200, expected.Text, expected.ETag), (actual.Status, actual.Text, actual.ETag));

    private static Task<Hosting.CommandLine.Run> RunAsync(RegistryServer at, params string[] args) =>
        Hosting.CommandLine.RunAsync([.. args, "--url", at.Address.ToString(), "--token", at.Admin.Token!]);
}
