using System.CommandLine;
using System.CommandLine.Parsing;
using ModelRegistry.Cli.Login;

namespace ModelRegistry.Cli.Client;

/// <summary>The options of commands that talk to a running registry: given, from the environment, or from <c>modelreg login</c>, in that order.</summary>
internal static class ServerOptions
{
    private const string UrlVariable = "MODELREG_URL";
    private const string TokenVariable = "MODELREG_TOKEN";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Where a host listens unless it is told otherwise.</summary>
    public static Uri Default { get; } = new("http://127.0.0.1:8080");

    public static Option<Uri?> Url { get; } = new("--url")
    {
        Description = $"Address of the registry (or {UrlVariable}, or the login); {Default} by default",
        CustomParser = Read,
    };

    public static Option<string?> Token { get; } = new("--token") { Description = $"Access token (or {TokenVariable}, or the login)", HelpName = "TOKEN" };

    /// <exception cref="CommandException">There is no token, or what the environment or the login says cannot be used.</exception>
    public static RegistryClient Open(ParseResult parsed)
    {
        var (url, token) = Find(parsed);
        return Open(url, token);
    }

    /// <exception cref="CommandException">There is no token, or what the environment or the login says cannot be used.</exception>
    public static (Uri Url, string Token) Find(ParseResult parsed)
    {
        var login = StoredLogin.Read();
        var url = parsed.GetValue(Url) ?? FromEnvironment() ?? login?.Url ?? Default;
        var token = parsed.GetValue(Token) ?? (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } set ? set : null) ?? (login?.Url == url ? login.Token : null);
        return string.IsNullOrEmpty(token)
            ? throw new CommandException($"no access token for {url}: run modelreg login {url}, give --token or set {TokenVariable}; a host writes the one of its admin to admin-token in its data folder")
            : (url, token);
    }

    /// <exception cref="CommandException">The token cannot be sent.</exception>
    public static RegistryClient Open(Uri url, string token) => token.All(c => c is > ' ' and < '\x7f')
        ? new(url, token, TimeProvider.System) { Patience = Patience }
        : throw new CommandException("the access token has characters that no token has");

    /// <summary>The address of an argument; an error where it is none.</summary>
    public static Uri? Read(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (Parse(text) is { } url)
            return url;
        argument.AddError($"'{text}' is no address of a registry; http://HOST:PORT is needed");
        return null;
    }

    private static Uri? FromEnvironment() => Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } text
        ? Parse(text) ?? throw new CommandException($"{UrlVariable} '{text}' is no address of a registry; http://HOST:PORT is needed")
        : null;

    private static Uri? Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
