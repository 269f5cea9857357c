using System.CommandLine.Parsing;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using ModelRegistry.Http.Tests.Hosting;
using CommandLine = ModelRegistry.Http.Tests.Hosting.CommandLine;

namespace ModelRegistry.Http.Tests;

/// <summary><c>--json</c>, which every command has: one document on the output, whatever comes of it.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class CommandJsonTests(RegistryServer server) : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Option_OfEveryCommand_IsThere() => Assert.All(CommandLine.Leaves(), leaf => Assert.Contains(Answers.Json, leaf.Command.Options));

    [Fact]
    public async Task Refusal_OfEveryCommandThatAsksARegistry_IsAProblem()
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, command) in CommandLine.Leaves().Where(leaf => leaf.Command.Options.Contains(ServerOptions.Url)))
        {
            var words = CommandLineParser.SplitCommandLine(command.Example).Skip(1).TakeWhile(word => word != ">");
            var run = await CommandLine.RunAsync([.. words, "--url", server.Address.ToString(), "--token", "wrong", "--json"]);
            var problem = Document(run.Output);
            Assert.Contains(run.Code, new[] { ExitCodes.Usage, ExitCodes.NotAllowed });
            Assert.NotEmpty(problem["detail"]!.GetValue<string>());
            codes.Add(name, problem["code"]!.GetValue<string>());
        }

        // Those whose example has a file that is not there, or needs a shell, ask nobody.
        Assert.Equal(["artifacts get", "artifacts put", "audit verify", "import", "policy simulate", "register"], codes.Where(one => one.Value == "usage").Select(one => one.Key).Order(StringComparer.Ordinal));
        Assert.Equal(codes.Count - 6, codes.Count(one => one.Value == "unauthenticated"));
    }

    [Theory]
    [InlineData("models unused --json", 2, "usage", "'--since'")]
    [InlineData("models list --json --url http://127.0.0.1:1 --token t", 5, "not_reachable", "127.0.0.1:1")]
    [InlineData("audit verify --json --url http://127.0.0.1:1 --token t", 2, "not_reachable", "127.0.0.1:1")]
    [InlineData("restore /not/there.tar --json --data-dir /not/there", 1, "refused", "/not/there.tar")]
    [InlineData("backup /not/there.tar --json --postgres Hots=db", 2, "usage", "--postgres")]
    [InlineData("demo --json --quick --market /not/there --silo /not/there", 1, "refused", "'/not/there' cannot be started")]
    public async Task Failure_WithoutARegistry_IsADocumentOfCodeAndDetail(string words, int exitCode, string code, string detail)
    {
        var run = await CommandLine.RunAsync(words.Split(' '));
        var problem = Document(run.Output);
        Assert.Equal((exitCode, code), (run.Code, problem["code"]!.GetValue<string>()));
        Assert.Contains(detail, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(detail, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misuse_OfACommand_LeavesTheOutputEmptyAndNamesItsHelp()
    {
        var run = await CommandLine.RunAsync("models", "unused");
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.EndsWith(" models unused --help\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_AndLogout_SayWhereTheLoginIs()
    {
        var login = Document((await _line.ShellAsync($"echo {server.Admin.Token} | modelreg login {server.Address} --json")).Output);
        Assert.Equal((server.Address.ToString(), _line.Login), (login["url"]!.GetValue<string>(), login["file"]!.GetValue<string>()));
        Assert.DoesNotContain(server.Admin.Token!, login.ToJsonString(), StringComparison.Ordinal);

        var logout = Document((await _line.ShellAsync("modelreg logout --json")).Output);
        Assert.Equal((true, server.Address.ToString(), _line.Login), (logout["removed"]!.GetValue<bool>(), logout["url"]!.GetValue<string>(), logout["file"]!.GetValue<string>()));
        Assert.False(Document((await _line.ShellAsync("modelreg logout --json")).Output)["removed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Audit_EveryCommand_AnswersWithWhatItsTextSays()
    {
        await server.ServingModelAsync("told");
        var file = Path.Combine(_line.Folder, "checkpoint.json");
        var checkpoint = await AuditAsync("checkpoint", "--out", file);
        Assert.True(JsonNode.DeepEquals(checkpoint, JsonNode.Parse(await File.ReadAllTextAsync(file))));
        Assert.Equal(64, checkpoint["root"]!.GetValue<string>().Length);

        var key = await AuditAsync("key");
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", key["publicKey"]!.GetValue<string>(), StringComparison.Ordinal);
        var events = (await AuditAsync("rebuild"))["events"]!.GetValue<long>();
        var log = Path.Combine(_line.Folder, "audit.jsonl");
        var exported = await AuditAsync("export", "--out", log);
        Assert.Equal((log, (await File.ReadAllLinesAsync(log)).LongLength), (exported["file"]!.GetValue<string>(), exported["events"]!.GetValue<long>()));
        Assert.InRange(events, checkpoint["streams"]!.GetValue<long>(), exported["events"]!.GetValue<long>());
        Assert.All((await RunAsync("export")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.NotNull(Document(line)["event"]));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    public async Task Completion_OfAShell_IsItsScript(string shell)
    {
        var (text, json) = (await CommandLine.RunAsync("completion", shell), Document((await CommandLine.RunAsync("completion", shell, "--json")).Output));
        Assert.Equal((shell, text.Output.TrimEnd('\n')), (json["shell"]!.GetValue<string>(), json["script"]!.GetValue<string>()));
    }

    private async Task<JsonNode> AuditAsync(params string[] words)
    {
        var run = await RunAsync(words);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return Document(run.Output);
    }

    private Task<CommandLine.Run> RunAsync(params string[] words) => CommandLine.RunAsync(["audit", .. words, "--json", "--url", server.Address.ToString(), "--token", server.Admin.Token!]);

    /// <summary>The one line that was written, which is a document.</summary>
    private static JsonNode Document(string output)
    {
        Assert.Equal(output.TrimEnd('\n').Length, output.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : output.Length);
        return JsonNode.Parse(output)!;
    }
}
