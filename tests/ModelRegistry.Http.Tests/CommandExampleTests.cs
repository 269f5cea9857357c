using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using EndToEnd.Tests;
using ModelRegistry.Cli;
using ModelRegistry.Cli.Client;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;
using ModelRegistry.Http.Tests.Mlflow;
using ModelRegistry.Tests.Shared;
using CommandLine = ModelRegistry.Http.Tests.Hosting.CommandLine;

namespace ModelRegistry.Http.Tests;

/// <summary>The examples in the help of <c>modelreg</c>, run by a shell against one host.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class CommandExampleTests(RegistryServer server) : IDisposable
{
    private readonly CommandLine _line = new();
    private readonly Dictionary<string, ExampleCommand> _left = CommandLine.Leaves().ToDictionary(leaf => leaf.Name, leaf => leaf.Command, StringComparer.Ordinal);

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Help_OfEveryCommand_EndsWithItsExample()
    {
        foreach (var (name, command) in _left)
        {
            var help = await CommandLine.RunAsync([.. name.Split(' '), "--help"]);
            Assert.Equal(0, help.Code);
            Assert.StartsWith($"modelreg {name}", command.Example, StringComparison.Ordinal);
            Assert.EndsWith($"Example:\n  {command.Example}\n\n", help.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Help_OfTheRoot_FitsATerminal()
    {
        var lines = (await CommandLine.RunAsync("--help")).Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        Assert.All(Root.Create().Subcommands, command => Assert.Contains(lines, line => line.StartsWith($"  {command.Name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Examples_InTheOrderOfAModelsLife_DoWhatTheySay()
    {
        var ada = await server.CallerAsync("ada", Role.Scientist);
        _line.Put("admin-token", server.Admin.Token! + "\n");
        _line.Put("model.json", TinyModel.Json);
        _line.Put("stricter.yaml", "defaults:\n  production:\n    min_rank_ic: 0.05\n");

        Assert.Contains(_line.Login, await ExampleAsync("login"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_line.Login));
        Assert.Equal("card-fraud created\n", await ExampleAsync("models create"));
        Assert.Equal("it is called fraud now\n", await ExampleAsync("models rename"));
        Assert.Equal("version 1 (1.0.0) registered in Trained: the first version\n", await ExampleAsync("register", ada.Token));
        Assert.Contains("fraud\t1\t\tGoverned\tadmin\tCard payments\n", await ExampleAsync("models list"), StringComparison.Ordinal);
        await UnusedAsync();
        Assert.Contains("tags\tteam=risk\n", await ExampleAsync("models show"), StringComparison.Ordinal);
        Assert.StartsWith("1\t1.0.0\tTrained\txgboost\trank_ic=0.031\tada\t", await ExampleAsync("versions list"), StringComparison.Ordinal);
        Assert.Contains("params\tdepth=3\ntags\trun=nightly\n", await ExampleAsync("versions show"), StringComparison.Ordinal);
        Assert.Contains("artifact\tVerified\t", await ExampleAsync("versions verify"), StringComparison.Ordinal);
        Assert.Equal("version 1 approved by admin\n", await ExampleAsync("approve"));
        Assert.Contains("min_rank_ic\t", await ExampleAsync("policy show"), StringComparison.Ordinal);
        Assert.Contains("version 1 is in Production\nmin_rank_ic\tyes\t0.031\t", await ExampleAsync("promote"), StringComparison.Ordinal);
        Assert.Equal("@challenger\t1\n", await ExampleAsync("alias set"));
        await ArtifactsAsync();
        Assert.Equal("removed\n", await ExampleAsync("alias remove"));
        await AgainAsync("modelreg register fraud --artifact model.json --flavor xgboost --metric rank_ic=0.04", ada.Token);
        Assert.StartsWith("version 2 is in Validated\n", await ExampleAsync("transition"), StringComparison.Ordinal);
        await AgainAsync("modelreg promote fraud 2 --reason newer");
        Assert.StartsWith("version 3 is in Production; version 2 left production\n", await ExampleAsync("rollback"), StringComparison.Ordinal);
        Assert.EndsWith("1 of 2 promotions would have been refused, 1 let through by overrides\n", await ExampleAsync("policy simulate"), StringComparison.Ordinal);
        Assert.Contains("\tadmin\tmodel-rolled-back\t", await ExampleAsync("history"), StringComparison.Ordinal);
        Assert.Contains("fraud\t1\t1.0.0\tArchived\txgboost\trank_ic=0.031\tada\t", await ExampleAsync("search"), StringComparison.Ordinal);
        Assert.StartsWith("rank_ic\t0.031\t0.04\t0.009\t+29.03 %\tyes\nparams removed\tdepth\nsignature\tthe same\nartifact\tthe same\n", await ExampleAsync("compare"), StringComparison.Ordinal);
        Assert.Contains("from\tfraud\t1\t1.0.0\tArchived\nthis\tfraud\t3\t", await ExampleAsync("lineage"), StringComparison.Ordinal);
        await TokensAsync();
        Assert.StartsWith("1 stream, 20 events, 1 artifact in ", await ExampleAsync("export"), StringComparison.Ordinal);
        Assert.Equal("it would be: 0 streams added, 0 extended, 1 unchanged; 0 events, 0 artifacts\n", await ExampleAsync("import"));
        await MlflowAsync();
        await AgainAsync("modelreg transition fraud 3 Deprecated --reason done");
        Assert.Equal("deleted; the latest version of fraud is 3\n", await ExampleAsync("versions delete"));
        Assert.Equal("fraud archived\n", await ExampleAsync("models archive"));
        Assert.Equal("fraud restored\n", await ExampleAsync("models restore"));
        Assert.StartsWith("fraud deleted; ", await ExampleAsync("models delete"), StringComparison.Ordinal);
        Assert.Empty(await ExampleAsync("completion bash") + await ExampleAsync("completion zsh"));
        Assert.Equal("models\n", await AgainAsync("source modelreg.bash; COMP_LINE='modelreg mod' COMP_POINT=12 COMP_WORDS=(modelreg mod) COMP_CWORD=1; _modelreg; echo ${COMPREPLY[@]}"));
        await AuditAsync();
        await BackupAsync();
        var trained = (await AgainAsync($"{Example("train")} --json")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("""{"event":"done","folder":""", trained, StringComparison.Ordinal);
        Assert.Equal(["model.json", "profile.json", "version.json"], Directory.GetFiles(Path.Combine(_line.Folder, "trained")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        MustBeRunByTestSh("demo");
        Assert.Equal($"logged out of {server.Address}; {_line.Login} with its token is removed\n", await ExampleAsync("logout"));
        Assert.False(File.Exists(_line.Login));
        Assert.Empty(_left);
    }

    private async Task ArtifactsAsync()
    {
        var digest = (await ExampleAsync("artifacts put")).Trim();
        Assert.Equal(digest, Core.Hashing.Digest.Of(System.Text.Encoding.UTF8.GetBytes(TinyModel.Json)));
        Assert.StartsWith("1 file, ", await ExampleAsync("artifacts get"), StringComparison.Ordinal);
        Assert.StartsWith("1 file, ", await ExampleAsync("versions download"), StringComparison.Ordinal);
        Assert.All(["copy.json", "challenger.json"], file => Assert.Equal(TinyModel.Json, File.ReadAllText(Path.Combine(_line.Folder, file))));
        Assert.Equal("0 artifacts, 0 bytes, and what 0 uploads left\n", await ExampleAsync("artifacts collect"));
        await AgainAsync("mkdir -p pack/docs && cp model.json pack && echo notes > pack/docs/notes.txt");
        Assert.StartsWith("2 files, ", await AgainAsync("modelreg artifacts get $(modelreg artifacts put pack) unpacked"), StringComparison.Ordinal);
        Assert.Equal("notes\n", File.ReadAllText(Path.Combine(_line.Folder, "unpacked", "docs", "notes.txt")));
        var refused = await _line.ShellAsync("modelreg artifacts get $(modelreg artifacts put pack) unpacked; ln -s /etc/passwd pack/p; modelreg artifacts put pack");
        Assert.Contains("is there already", refused.Error, StringComparison.Ordinal);
        Assert.Contains("symbolic link", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Another registry is the MLflow server that is left.</summary>
    private async Task MlflowAsync()
    {
        var other = new RegistryServer();
        await other.InitializeAsync();
        try
        {
            var there = MlflowCaller.Of(other);
            await there.MustAsync("registered-models/create", """{"name": "churn"}""");
            await there.MustAsync("model-versions/create", """{"name": "churn", "source": "s3://models/churn"}""");
            var line = Example("import mlflow").Replace("http://127.0.0.1:5000", other.Address.ToString(), StringComparison.Ordinal);
            Assert.EndsWith("experiments\t0\t1\nruns\t0\t0\nfiles\t0\t0\nmodels\t1\t0\nversions\t1\t0\n", await AgainAsync($"MLFLOW_TRACKING_URI={other.Address} MLFLOW_TRACKING_TOKEN={other.Admin.Token} {line}"), StringComparison.Ordinal);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    private async Task UnusedAsync()
    {
        await AgainAsync("modelreg models create dormant");
        await server.Database.ExecuteAsync("UPDATE models SET created_at = now() - interval '91 days' WHERE name = 'dormant'");
        var unused = Assert.Single((await ExampleAsync("models unused")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("dormant\t\t\t", unused, StringComparison.Ordinal);
    }

    private async Task TokensAsync()
    {
        var secret = (await ExampleAsync("token create")).Trim();
        Assert.Equal(403, (await new ApiCaller(server.Address, secret).PostAsync("models", """{"name": "other"}""")).Status);
        await server.Database.ExecuteAsync("UPDATE access_tokens SET id = '0193a000-0000-7000-8000-000000000001' WHERE scope_prefix = 'fraud'");
        var tokens = await ExampleAsync("token list");
        Assert.Contains("0193a000-0000-7000-8000-000000000001\tada\tScientist\tfraud\t", tokens, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, tokens, StringComparison.Ordinal);
        Assert.Equal("revoked\n", await ExampleAsync("token revoke"));
        Assert.Equal(1L, await server.Database.ScalarAsync<long>("SELECT count(*) FROM access_tokens WHERE id = '0193a000-0000-7000-8000-000000000001' AND revoked_at IS NOT NULL"));
    }

    private async Task AuditAsync()
    {
        Assert.Contains(": root ", await ExampleAsync("audit checkpoint"), StringComparison.Ordinal);
        Assert.Empty(await ExampleAsync("audit key"));
        Assert.StartsWith("genuine: signed at ", await AgainAsync("modelreg audit verify --checkpoint monday.json --public-key audit-key.pub"), StringComparison.Ordinal);
        Assert.EndsWith(": whole\n", await ExampleAsync("audit verify"), StringComparison.Ordinal);
        Assert.EndsWith($" in {Path.Combine(_line.Folder, "audit.jsonl")}\n", await ExampleAsync("audit export"), StringComparison.Ordinal);
        Assert.StartsWith("made again from ", await ExampleAsync("audit rebuild"), StringComparison.Ordinal);
    }

    private async Task BackupAsync()
    {
        await using var empty = await server.EmptyDatabaseAsync();
        Assert.Contains("backed up to ", await AgainAsync(In(server.Database, Example("backup").Replace("/srv/registry", server.Folder, StringComparison.Ordinal))), StringComparison.Ordinal);
        var folder = Path.Combine(_line.Folder, "restored");
        var restored = JsonNode.Parse(await AgainAsync(In(empty, $"{Example("restore").Replace("/srv/restored", folder, StringComparison.Ordinal)} --json")))!;
        Assert.Equal(folder, restored["dataDirectory"]!.GetValue<string>());
        Assert.Equal(await server.Database.ScalarAsync<long>("SELECT count(*) FROM events"), await empty.ScalarAsync<long>("SELECT count(*) FROM events"));
    }

    /// <summary>Not here, because it takes half a minute: <c>run.sh demo</c> is <c>modelreg demo</c>.</summary>
    private void MustBeRunByTestSh(string name) =>
        Assert.Contains($" ./run.sh {Example(name)["modelreg ".Length..]} ", File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "test.sh")), StringComparison.Ordinal);

    private static string In(TestDatabase database, string line) => $"MODELREG_POSTGRES='{database.ConnectionString}' {line}";

    private Task<string> ExampleAsync(string name, string? token = null) =>
        AgainAsync(Example(name).Replace("http://127.0.0.1:8080", server.Address.ToString(), StringComparison.Ordinal), token);

    /// <summary>Takes a command off the list of those whose example nothing has run.</summary>
    private string Example(string name)
    {
        Assert.True(_left.Remove(name, out var command), $"there is no command {name}, or it was run already");
        return command.Example;
    }

    private async Task<string> AgainAsync(string line, string? token = null)
    {
        var run = await _line.ShellAsync(line, token);
        Assert.True(run is { Code: 0, Error: "" }, $"{line}: {run}");
        return run.Output;
    }

    private static string Here([CallerFilePath] string here = "") => here;

}
