using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary><c>modelreg export</c> and <c>import</c> between two running hosts, and who may call what is behind them.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class TransferTests(RegistryServer server) : IAsyncLifetime
{
    private readonly RegistryServer _other = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mr-transfer-");

    private string File1 => Path.Combine(_folder.FullName, "one.tar");

    public Task InitializeAsync() => _other.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Import_IntoALivingRegistry_IsThereAtOnceAndGoesOnLivingThere()
    {
        var model = await server.ServingModelAsync("moved");
        Assert.Equal((0, ""), await MoveAsync(model));
        Same(await server.Admin.GetAsync($"models/{model}"), await _other.Admin.GetAsync($"models/{model}"));
        Same(await server.Admin.GetAsync($"models/{model}/versions/production"), await _other.Admin.GetAsync($"models/{model}/versions/production"));

        await server.RegisterAsync(model);
        await server.Admin.MustAsync("POST", $"models/{model}/versions/2/transitions", """{"to": "Production", "reason": "newer"}""");
        Assert.Equal((0, ""), await MoveAsync(model));

        Same(await server.Admin.GetAsync($"models/{model}"), await _other.Admin.GetAsync($"models/{model}"));
        Assert.Equal(2, (await _other.Admin.GetAsync($"models/{model}/versions/production")).Json["number"]!.GetValue<int>());
        await _other.RegisterAsync(model);
        Assert.Equal(3, (await _other.Admin.GetAsync($"models/{model}/versions/latest")).Json["number"]!.GetValue<int>());
        Assert.True(JsonNode.Parse((await _other.Admin.GetAsync("audit/verify")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])!["report"]!["whole"]!.GetValue<bool>());
        Assert.Contains(
            (await _other.Admin.GetAsync("audit?type=stream-imported")).Json["events"]!.AsArray(),
            entry => (entry!["kind"]!.GetValue<string>(), entry["actor"]!.GetValue<string>(), entry["event"]!["to"]!.GetValue<int>()) is ("import", "admin", > 3));
    }

    [Fact]
    public async Task Import_WithAConflict_IsExitCode1AndListsIt()
    {
        var model = await server.ServingModelAsync("twice");
        await _other.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}"}""");
        await RunAsync(server, "export", File1, "--model", model, "--artifacts");
        var before = (await _other.Admin.GetAsync($"models/{model}")).Text;

        foreach (var dryRun in new[] { "--dry-run", "--dry-run=false" })
        {
            var listed = await RunAsync(_other, "import", File1, dryRun);
            Assert.Equal((1, ""), (listed.Code, listed.Error));
            Assert.Contains($"model\t{model}\t", listed.Output, StringComparison.Ordinal);
            Assert.Contains("\tNameTaken\t", listed.Output, StringComparison.Ordinal);
            var json = await RunAsync(_other, "import", File1, dryRun, "--json");
            Assert.Equal((1, "NameTaken"), (json.Code, JsonNode.Parse(json.Output)!["conflicts"]![0]!["why"]!.GetValue<string>()));
        }

        Assert.Equal(before, (await _other.Admin.GetAsync($"models/{model}")).Text);
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

    [Fact]
    public async Task Export_OfABrokenChain_IsRefusedBeforeItBegins()
    {
        var model = await server.ServingModelAsync("broken");
        await RunAsync(server, "export", File1, "--model", model);
        await MoveAsync(model);
        await _other.Database.ExecuteAsync("UPDATE events SET actor = 'mallory' WHERE version = 1");

        (await _other.Admin.GetAsync("export")).MustBeProblem(409, "export_refused", "does not have the hash");
        Assert.Equal(1, (await RunAsync(_other, "export", File1 + "2")).Code);
    }

    private async Task<(int Code, string Error)> MoveAsync(string model)
    {
        File.Delete(File1);
        var exported = await RunAsync(server, "export", File1, "--model", model, "--artifacts");
        Assert.Equal((0, ""), (exported.Code, exported.Error));
        var imported = await RunAsync(_other, "import", File1);
        return (imported.Code, imported.Error);
    }

    private static void Same(ApiAnswer expected, ApiAnswer actual) => Assert.Equal((200, expected.Text, expected.ETag), (actual.Status, actual.Text, actual.ETag));

    private static Task<Hosting.CommandLine.Run> RunAsync(RegistryServer at, params string[] args) =>
        Hosting.CommandLine.RunAsync([.. args, "--url", at.Address.ToString(), "--token", at.Admin.Token!]);
}
