using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Login;

/// <summary><c>modelreg logout</c>: forgets what <c>modelreg login</c> has kept, also where its file cannot be used any more.</summary>
internal static class LogoutCommand
{
    public static Command Create() => new ExampleCommand("logout", "Removes the login from this machine; its token stays good", "modelreg logout")
        .Runs((parsed, _) => Task.FromResult(Run(parsed)));

    private static int Run(ParseResult parsed)
    {
        var login = StoredLogin.Parse();
        var removed = StoredLogin.Remove();
        parsed.Answer(new { Removed = removed, login?.Url, File = StoredLogin.FilePath }, screen => screen.Line(Words(removed, login)));
        return 0;
    }

    private static string Words(bool removed, StoredLogin? login)
    {
        if (!removed)
            return $"nobody is logged in; there is no {StoredLogin.FilePath}";
        return login is null ? $"{StoredLogin.FilePath} was no login; it is removed" : $"logged out of {login.Url}; {StoredLogin.FilePath} with its token is removed";
    }
}
