using ModelRegistry.Cli.Audit;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests;

/// <summary><c>modelreg audit checkpoint</c> and <c>verify --checkpoint</c> as a script sees them.</summary>
[Collection(ServerCollection.Name)]
public sealed class AuditCheckpointTests(RegistryServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mr-checkpoint-");

    private string File1 => Path.Combine(_folder.FullName, "checkpoint.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verify_AgainstACheckpoint_SaysWholeThenNamesTheStreamWhoseTailWasCut()
    {
        var id = (await server.Admin.GetAsync($"models/{await server.ServingModelAsync("kept")}")).Json["id"]!.GetValue<string>();
        var made = await RunAsync("checkpoint", "--out", File1);
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Contains(": root ", made.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("verify", "--checkpoint", File1)).Code);

        await server.Database.ExecuteAsync($"UPDATE streams SET version = version - 1 WHERE id = '{id}'");
        try
        {
            var cut = await RunAsync("verify", "--checkpoint", File1);
            Assert.Equal(1, cut.Code);
            Assert.Contains($"broken  model/{id}", cut.Output, StringComparison.Ordinal);
            Assert.Contains("1 broken", cut.Output, StringComparison.Ordinal);
        }
        finally
        {
            await server.Database.ExecuteAsync($"UPDATE streams SET version = version + 1 WHERE id = '{id}'");
        }
    }

    [Fact]
    public async Task Verify_AgainstAChangedOrUnreadableCheckpoint_IsExitCode2AndSaysWhy()
    {
        await RunAsync("checkpoint", "--out", File1);
        await File.WriteAllTextAsync(File1, (await File.ReadAllTextAsync(File1)).Replace("\"events\":", "\"events\":1", StringComparison.Ordinal));
        var changed = await RunAsync("verify", "--checkpoint", File1);
        Assert.Equal((2, ""), (changed.Code, changed.Output));
        Assert.Contains("400 checkpoint_invalid", changed.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(File1, "{}");
        Assert.Contains("the body is no checkpoint", (await RunAsync("verify", "--checkpoint", File1)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("verify", "--checkpoint", File1 + "2")).Code);
        Assert.Contains("do not go together", AuditCommand.Create().Parse(["verify", "--checkpoint", File1, "--stream", $"model/{Guid.Empty}"]).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_WithAScopeOrAsAViewer_IsRefused()
    {
        (await (await server.CallerAsync("desk", Role.Approver, "desk-")).PostAsync("audit/checkpoints", "")).MustBeProblem(403, "out_of_scope", "desk-");
        (await (await server.CallerAsync("low", Role.Viewer)).PostAsync("audit/checkpoints", "")).MustBeProblem(403, "forbidden");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var parsed = AuditCommand.Create().Parse([.. args, "--url", server.Address.ToString(), "--token", server.Admin.Token!]);
        var code = await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
