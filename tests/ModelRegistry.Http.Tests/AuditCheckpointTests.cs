using System.Security.Cryptography;
using System.Text.Json.Nodes;
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

    private string Key1 => Path.Combine(_folder.FullName, "audit-key.pub");

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
        Assert.Contains("(checkpoint_invalid)", changed.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(File1, "{}");
        Assert.Contains("the body is no checkpoint", (await RunAsync("verify", "--checkpoint", File1)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("verify", "--checkpoint", File1 + "2")).Code);
        Assert.Contains("do not go together", AuditCommand.Create().Parse(["verify", "--checkpoint", File1, "--stream", $"model/{Guid.Empty}"]).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithTheKeyThatWasKept_IsGenuineAndAsksNoRegistry()
    {
        await RunAsync("checkpoint", "--out", File1);
        var key = await KeptKeyAsync();
        var sha256 = (await server.Admin.GetAsync("audit/key")).Json["sha256"]!.GetValue<string>();

        var verified = await AloneAsync(key);
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        Assert.StartsWith("genuine: signed at ", verified.Output, StringComparison.Ordinal);
        Assert.Contains($" UTC by the key with SHA-256 {sha256}\n", verified.Output, StringComparison.Ordinal);
        var (report, file) = (JsonNode.Parse((await AloneAsync(key, "--json")).Output)!, JsonNode.Parse(await File.ReadAllTextAsync(File1))!);
        Assert.Equal(
            (true, sha256, file["root"]!.GetValue<string>(), file["events"]!.GetValue<long>()),
            (report["genuine"]!.GetValue<bool>(), report["key"]!.GetValue<string>(), report["root"]!.GetValue<string>(), report["events"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Verify_SignedByAnotherKeyThanTheOneKept_IsForgedThoughItIsWhole()
    {
        await RunAsync("checkpoint", "--out", File1);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Key1, other.ExportSubjectPublicKeyInfoPem());

        var forged = await AloneAsync(Key1);
        Assert.Equal((1, ""), (forged.Code, forged.Error));
        Assert.StartsWith("forged: the checkpoint was signed by another key (SHA-256 ", forged.Output, StringComparison.Ordinal);
        Assert.EndsWith($" than the one it is verified with (SHA-256 {Convert.ToHexStringLower(SHA256.HashData(other.ExportSubjectPublicKeyInfo()))})\n", forged.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"events\":", "\"events\":1", "the signature of the checkpoint is not that of its time, counts and root")]
    [InlineData("\"version\":", "\"version\":1", "the root of the checkpoint is not that of its heads")]
    public async Task Verify_ChangedFileWithTheKeyThatWasKept_IsForged(string was, string now, string why)
    {
        await server.ServingModelAsync("kept");
        await RunAsync("checkpoint", "--out", File1);
        await File.WriteAllTextAsync(File1, (await File.ReadAllTextAsync(File1)).Replace(was, now, StringComparison.Ordinal));

        var forged = await AloneAsync(await KeptKeyAsync());
        Assert.Equal((1, ""), (forged.Code, forged.Error));
        Assert.StartsWith($"forged: {why}", forged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_KeyOrCheckpointThatCannotBeRead_IsExitCode2AndNamesTheFile()
    {
        await RunAsync("checkpoint", "--out", File1);
        var key = await KeptKeyAsync();
        Unread(Key1 + "2", await AloneAsync(Key1 + "2"));
        await File.WriteAllTextAsync(Key1, "no key");
        Unread(Key1, await AloneAsync(Key1));
        using var rsa = RSA.Create();
        await File.WriteAllTextAsync(Key1, rsa.ExportSubjectPublicKeyInfoPem());
        Unread(Key1, await AloneAsync(Key1));

        foreach (var content in new[] { "", "{}", "null", "\0" })
        {
            await File.WriteAllTextAsync(File1, content);
            Unread($"{File1} is no checkpoint", await AloneAsync(key));
        }

        Assert.Contains("without --checkpoint", AuditCommand.Create().Parse(["verify", "--public-key", Key1]).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoint_WithAScopeOrAsAViewer_IsRefused()
    {
        (await (await server.CallerAsync("desk", Role.Approver, "desk-")).PostAsync("audit/checkpoints", "")).MustBeProblem(403, "out_of_scope", "desk-");
        (await (await server.CallerAsync("low", Role.Viewer)).PostAsync("audit/checkpoints", "")).MustBeProblem(403, "forbidden");
    }

    /// <summary>Kept by any reader, as <c>modelreg audit key</c> writes it.</summary>
    private async Task<string> KeptKeyAsync()
    {
        var path = Path.Combine(_folder.FullName, "kept.pub");
        var reader = await server.CallerAsync("reader", Role.Viewer, "desk-");
        await File.WriteAllTextAsync(path, (await RunWithAsync("key", "--url", server.Address.ToString(), "--token", reader.Token!)).Output);
        return path;
    }

    private Task<(int Code, string Output, string Error)> AloneAsync(string key, params string[] args) =>
        RunWithAsync(["verify", "--checkpoint", File1, "--public-key", key, "--url", "http://127.0.0.1:1", "--token", "", .. args]);

    private static void Unread(string file, (int Code, string Output, string Error) run)
    {
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => RunWithAsync([.. args, "--url", server.Address.ToString(), "--token", server.Admin.Token!]);

    private static async Task<(int Code, string Output, string Error)> RunWithAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var parsed = AuditCommand.Create().Parse(args);
        var code = await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
