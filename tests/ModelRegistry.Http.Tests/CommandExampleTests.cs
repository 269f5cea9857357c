using System.CommandLine;
using System.Runtime.Versioning;
using EndToEnd.Tests;
using ModelRegistry.Cli.Client;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;
using CommandLine = ModelRegistry.Http.Tests.Hosting.CommandLine;

namespace ModelRegistry.Http.Tests;

/// <summary>The examples in the help of <c>modelreg</c>, run by a shell against one host.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class CommandExampleTests(RegistryServer server) : IDisposable
{
    private readonly CommandLine _line = new();
    private readonly Dictionary<string, RegistryCommand> _left = Leaves(CommandLine.Root(), "").ToDictionary(leaf => leaf.Name, leaf => leaf.Command, StringComparer.Ordinal);

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
        Assert.Contains("tags\tteam=risk\n", await ExampleAsync("models show"), StringComparison.Ordinal);
        Assert.StartsWith("1\t1.0.0\tTrained\txgboost\trank_ic=0.031\tada\t", await ExampleAsync("versions list"), StringComparison.Ordinal);
        Assert.Contains("params\tdepth=3\ntags\trun=nightly\n", await ExampleAsync("versions show"), StringComparison.Ordinal);
        Assert.Contains("artifact\tVerified\t", await ExampleAsync("versions verify"), StringComparison.Ordinal);
        Assert.Equal("version 1 approved by admin\n", await ExampleAsync("approve"));
        Assert.Contains("min_rank_ic\t", await ExampleAsync("policy show"), StringComparison.Ordinal);
        Assert.Contains("version 1 is in Production\nmin_rank_ic\tyes\t0.031\t", await ExampleAsync("promote"), StringComparison.Ordinal);
        Assert.Equal("@challenger\t1\n", await ExampleAsync("alias set"));
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
        await AgainAsync("modelreg transition fraud 3 Deprecated --reason done");
        Assert.Equal("fraud archived\n", await ExampleAsync("models archive"));
        Assert.Equal("fraud restored\n", await ExampleAsync("models restore"));
        Assert.StartsWith("fraud deleted; ", await ExampleAsync("models delete"), StringComparison.Ordinal);
        Assert.Empty(await ExampleAsync("completion bash") + await ExampleAsync("completion zsh"));
        Assert.Equal("models\n", await AgainAsync("source modelreg.bash; COMP_LINE='modelreg mod' COMP_POINT=12 COMP_WORDS=(modelreg mod) COMP_CWORD=1; _modelreg; echo ${COMPREPLY[@]}"));
        Assert.Equal($"logged out of {server.Address}; {_line.Login} with its token is removed\n", await ExampleAsync("logout"));
        Assert.False(File.Exists(_line.Login));
        Assert.Empty(_left);
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

    private Task<string> ExampleAsync(string name, string? token = null)
    {
        Assert.True(_left.Remove(name, out var command), $"there is no command {name}, or it was run already");
        return AgainAsync(command.Example!.Replace("http://127.0.0.1:8080", server.Address.ToString(), StringComparison.Ordinal), token);
    }

    private async Task<string> AgainAsync(string line, string? token = null)
    {
        var run = await _line.ShellAsync(line, token);
        Assert.True(run is { Code: 0, Error: "" }, $"{line}: {run}");
        return run.Output;
    }

    private static IEnumerable<(string Name, RegistryCommand Command)> Leaves(Command above, string path) => above.Subcommands.SelectMany(command =>
        command.Subcommands.Count > 0 ? Leaves(command, $"{path}{command.Name} ") : [($"{path}{command.Name}", Assert.IsType<RegistryCommand>(command))]);
}
