using System.CommandLine;
using System.CommandLine.Parsing;

namespace ModelRegistry.Cli.Client;

/// <summary>The options of commands that talk to a running registry.</summary>
internal static class ServerOptions
{
    private const string UrlVariable = "MODELREG_URL";
    private const string TokenVariable = "MODELREG_TOKEN";
    private const string DefaultUrl = "http://127.0.0.1:8080";

    public static Option<Uri> Url { get; } = new("--url")
    {
        Description = $"Address of the registry (or {UrlVariable}); {DefaultUrl} by default",
        DefaultValueFactory = argument => Read(argument, Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } set ? set : DefaultUrl),
        CustomParser = argument => Read(argument, argument.Tokens[0].Value),
    };

    public static Option<string?> Token { get; } = new("--token") { Description = $"Access token (or {TokenVariable})" };

    /// <exception cref="CommandException">There is no token.</exception>
    public static RegistryClient Open(ParseResult parsed)
    {
        var token = parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable(TokenVariable);
        return string.IsNullOrEmpty(token)
            ? throw new CommandException($"no access token: give --token or set {TokenVariable}; a host writes the one of its admin to admin-token in its data folder")
            : new RegistryClient(parsed.GetRequiredValue(Url), token, TimeProvider.System);
    }

    private static Uri Read(ArgumentResult argument, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        argument.AddError($"'{text}' is no address of a registry; http://HOST:PORT is needed");
        return new Uri(DefaultUrl);
    }
}
