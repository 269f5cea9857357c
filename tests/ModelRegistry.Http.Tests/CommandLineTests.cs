using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ModelRegistry.Cli;
using ModelRegistry.Cli.Output;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Tests.Hosting;
using CommandLine = ModelRegistry.Http.Tests.Hosting.CommandLine;

namespace ModelRegistry.Http.Tests;

/// <summary><c>modelreg</c> as a script sees it: exit codes, errors and JSON.</summary>
[Collection(ServerCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed class CommandLineTests(RegistryServer server)
{
    [Fact]
    public async Task Promote_GatesThatDoNotHold_IsExitCode1WithATableOfTheGates()
    {
        var model = await UnmeasuredAsync();
        const string Gate = "min_rank_ic\tno\tnot measured\t0.02\tdefaults\n";

        var refused = await RunAsync("promote", model, "1");
        Assert.Equal(1, refused.Code);
        Assert.EndsWith(Gate, refused.Output, StringComparison.Ordinal);
        Assert.EndsWith("(gates_failed)\n", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)) + "\n", StringComparison.Ordinal);

        var dry = await RunAsync("promote", model, "1", "--dry-run");
        Assert.Equal((1, ""), (dry.Code, dry.Error));
        Assert.StartsWith("it would be refused: ", dry.Output, StringComparison.Ordinal);
        Assert.EndsWith(Gate, dry.Output, StringComparison.Ordinal);

        var waived = await RunAsync("promote", model, "1", "--dry-run", "--override", "min_rank_ic=-Infinity");
        Assert.Equal(0, waived.Code);
        Assert.Equal("Trained", (await server.Admin.GetAsync($"models/{model}/versions/1")).Json["stage"]!.GetValue<string>());
    }

    [Fact]
    public async Task Json_IsTheAnswerOfTheApi_AlsoOfARefusal()
    {
        var model = await UnmeasuredAsync();
        foreach (var (path, words) in new[] { ($"models/{model}", "models show"), ($"models/{model}/versions", "versions list"), ($"models/{model}/history", "history"), ($"models/{model}/policy", "policy show") })
        {
            var shown = await RunAsync([.. words.Split(' '), model, "--json"]);
            Assert.True(JsonNode.DeepEquals((await server.Admin.GetAsync(path)).Json, JsonNode.Parse(shown.Output)), shown.Output);
        }

        var refused = JsonNode.Parse((await RunAsync("promote", model, "1", "--json")).Output)!;
        Assert.Equal((422, "gates_failed", "gates failed"), (refused["status"]!.GetValue<int>(), refused["code"]!.GetValue<string>(), refused["title"]!.GetValue<string>()));
        Assert.Contains(refused["gates"]!.AsArray(), gate => gate!["gate"]!.GetValue<string>() == "min_rank_ic");
    }

    [Fact]
    public async Task ExitCode_SaysWhatWentWrong_InOneLine()
    {
        var viewer = await server.CallerAsync("reader", Role.Viewer);
        var model = await UnmeasuredAsync();
        Told(3, "model_not_found", await RunAsync("models", "show", "nobody"));
        Told(3, "version_not_found", await RunAsync("versions", "show", model, "9"));
        Told(4, "forbidden", await CommandLine.RunAsync("models", "create", "x", "--url", server.Address.ToString(), "--token", viewer.Token!));
        Told(4, "a good token is needed", await CommandLine.RunAsync("models", "list", "--url", server.Address.ToString(), "--token", "wrong"));
        Told(5, "127.0.0.1:1", await CommandLine.RunAsync("models", "list", "--url", "http://127.0.0.1:1", "--token", "t"));
        Told(2, "modelreg login", await CommandLine.RunAsync("models", "list", "--url", server.Address.ToString(), "--token", ""));
        Told(1, "model_exists", await RunAsync("models", "create", model));
        Told(2, "malformed", await RunAsync("models", "list", "--page-size", "0"));
    }

    [Theory]
    [InlineData("promote m 1 --override min_rank_ic", "NAME=NUMBER")]
    [InlineData("promote m 1 --override min_rank_ic=low", "'min_rank_ic=low'")]
    [InlineData("promote m 1 --override a=1 --override a=2", "'a' twice")]
    [InlineData("models create m --tag team", "NAME=TEXT")]
    [InlineData("models list --url registry", "http://HOST:PORT")]
    [InlineData("register m --flavor sum --artifact not-there.json", "not-there.json")]
    [InlineData("transition m 1 Live", "Live")]
    [InlineData("token create p --role Viewer --expires 30x", "--expires '30x'")]
    [InlineData("models unused --since soon", "--since 'soon'")]
    [InlineData("models unused", "--since")]
    public void Arguments_NotUnderstood_AreNamed(string words, string named) =>
        Assert.Contains(named, Assert.Single(Root.Create().Parse(words).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Login_WrongTokenOrAFileThatOthersRead_IsRefused()
    {
        using var line = new CommandLine();
        var wrong = await line.ShellAsync($"echo wrong | modelreg login {server.Address}");
        Told(4, "a good token is needed", wrong);
        Assert.False(File.Exists(line.Login));

        await line.ShellAsync($"echo {server.Admin.Token} | modelreg login {server.Address}");
        Told(2, "no access token for http://127.0.0.1:1/", await line.ShellAsync("modelreg models list --url http://127.0.0.1:1"));
        File.SetUnixFileMode(line.Login, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Told(2, "chmod 600", await line.ShellAsync("modelreg models list"));
    }

    [Fact]
    public async Task Logout_NothingStoredOrWhatCannotBeUsed_IsSaidAndNothingStays()
    {
        using var line = new CommandLine();
        Assert.Equal(new(0, $"nobody is logged in; there is no {line.Login}\n", ""), await line.ShellAsync("modelreg logout"));

        await line.ShellAsync($"echo {server.Admin.Token} | modelreg login {server.Address}");
        File.SetUnixFileMode(line.Login, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(new(0, $"logged out of {server.Address}; {line.Login} with its token is removed\n", ""), await line.ShellAsync("modelreg logout"));
        Told(2, "no access token", await line.ShellAsync($"modelreg models list --url {server.Address}"));

        File.WriteAllText(line.Login, "{");
        Assert.Equal(new(0, $"{line.Login} was no login; it is removed\n", ""), await line.ShellAsync("modelreg logout"));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(line.Login)!));
    }

    [Fact]
    public async Task TokenCreate_ExpiresAtAnInstantOfAnyOffset_IsThatInstant()
    {
        var year = TimeProvider.System.GetUtcNow().Year + 2;
        Assert.Equal((0, ""), await RunAsync("token", "create", "until", "--role", "Viewer", "--expires", $"{year}-01-31T01:30+02:00") is var run ? (run.Code, run.Error) : default);
        Assert.Equal($"{year}-01-30 23:30:00", await server.Database.ScalarAsync<string>("SELECT to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM access_tokens WHERE principal = 'until'"));
        Told(2, "expiresAt is 2026-01-01T00:00:00", await RunAsync("token", "create", "past", "--role", "Viewer", "--expires", "2026-01-01"));
    }

    [Fact]
    public async Task Demo_HostThatIsNotThere_IsNamed()
    {
        using var line = new CommandLine();
        var run = await line.ShellAsync("modelreg demo --quick --silo ./no-host");
        Assert.Equal(1, run.Code);
        Assert.Contains("'./no-host' cannot be started", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_TextOfOthers_CannotMoveTheCursorOrBeginALine()
    {
        using var output = new StringWriter();
        new Screen(output, terminal: true).Table(["name"], [["a\u001b[2Jb\r\nc"], [Cell.Bad("[red]d")]]);
        Assert.Contains("│ a [2Jb c │", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("[red]d", output.ToString(), StringComparison.Ordinal);
    }

    private static void Told(int code, string words, CommandLine.Run run)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("modelreg: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    private async Task<string> UnmeasuredAsync()
    {
        var model = server.NewName("told");
        await server.Admin.MustAsync("POST", "models", $$"""{"name": "{{model}}"}""");
        await server.RegisterAsync(model);
        return model;
    }

    private Task<CommandLine.Run> RunAsync(params string[] args) => CommandLine.RunAsync([.. args, "--url", server.Address.ToString(), "--token", server.Admin.Token!]);
}
