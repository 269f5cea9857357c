using System.Text.Json.Nodes;
using ModelRegistry.Cli.Audit;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary>The audit log as JSON lines, and where commands came from.</summary>
[Collection(ServerCollection.Name)]
public sealed class AuditExportTests(RegistryServer server)
{
    [Fact]
    public async Task Export_OfAllEvents_HasEveryOneOnceInOrderWithItsOrigin()
    {
        var id = (await server.Admin.GetAsync($"models/{await server.ServingModelAsync("exported")}")).Json["id"]!.GetValue<string>();
        var (code, output) = await RunAsync();

        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(lines.Count, lines.Select(line => $"{line["kind"]}/{line["id"]}/{line["revision"]}").Distinct(StringComparer.Ordinal).Count());
        var own = lines.Where(line => line["id"]!.GetValue<string>() == id).ToList();
        Assert.Equal(Enumerable.Range(1, own.Count), own.Select(line => line["revision"]!.GetValue<int>()));
        Assert.Equal("model-created", own[0]["type"]!.GetValue<string>());
        Assert.All(own, line => Assert.Equal("127.0.0.1", line["from"]!.GetValue<string>()));
        Assert.Equal(await server.Database.ScalarAsync<long>($"SELECT count(*) FROM events WHERE stream_id = '{id}'"), own.Count);
    }

    [Fact]
    public async Task Export_ToAFile_IsWholeAndNeverOverwrites()
    {
        await server.ServingModelAsync("exported");
        var folder = Directory.CreateTempSubdirectory("mr-export-");
        try
        {
            var path = Path.Combine(folder.FullName, "audit.jsonl");
            Assert.Equal(0, (await RunAsync("--out", path)).Code);
            var written = await File.ReadAllLinesAsync(path);
            Assert.All(written, line => Assert.NotNull(JsonNode.Parse(line)!["event"]));
            Assert.Equal(2, (await RunAsync("--out", path)).Code);
            Assert.Equal(written, await File.ReadAllLinesAsync(path));
            Assert.Equal(path, Assert.Single(folder.GetFiles()).FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Export_WithAScopeOrAsAViewer_IsRefused()
    {
        (await (await server.CallerAsync("desk", Role.Approver, "desk-")).GetAsync("audit/export")).MustBeProblem(403, "out_of_scope", "desk-");
        (await (await server.CallerAsync("low", Role.Viewer)).GetAsync("audit/export")).MustBeProblem(403, "forbidden");
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var parsed = AuditCommand.Create().Parse(["export", .. args, "--url", server.Address.ToString(), "--token", server.Admin.Token!]);
        return (await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = error }), output.ToString());
    }
}
