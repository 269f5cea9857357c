using System.CommandLine;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;
using Spectre.Console;

namespace ModelRegistry.Cli.Login;

/// <summary><c>modelreg login</c>: keeps an address and a token once the registry has taken the token.</summary>
internal static class LoginCommand
{
    private static readonly Argument<Uri?> Server = new("URL")
    {
        Description = $"Address of the registry; {ServerOptions.Default} by default. The token is asked for, or read from the input",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ServerOptions.Read,
    };

    public static Command Create() => new ExampleCommand(
        "login", "Keeps the address of a registry and a token for the other commands", "modelreg login http://127.0.0.1:8080 < admin-token") { Server }
        .Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var url = parsed.GetValue(Server) ?? ServerOptions.Default;
        var token = await ReadTokenAsync(cancellationToken);
        if (token.Length == 0)
            throw new CommandException("no access token was given; a host writes the one of its admin to admin-token in its data folder");
        using var client = ServerOptions.Open(url, token);
        await client.GetAsync<JsonNode>("models?pageSize=1", cancellationToken).OrThrowAsync();
        new StoredLogin(url, token).Write();
        parsed.Answer(new { Url = url, File = StoredLogin.FilePath }, screen => screen.Line($"logged in to {url}; the token is in {StoredLogin.FilePath}, which only you can read"));
        return 0;
    }

    /// <summary>Asks on the error stream: the output is the answer's.</summary>
    private static async Task<string> ReadTokenAsync(CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
            return (await Console.In.ReadLineAsync(cancellationToken) ?? "").Trim();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return (await new TextPrompt<string>("Access token:").Secret(mask: null).AllowEmpty().ShowAsync(terminal, cancellationToken)).Trim();
    }
}
