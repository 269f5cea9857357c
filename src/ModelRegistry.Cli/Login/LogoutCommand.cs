using System.CommandLine;
using ModelRegistry.Cli.Client;
using ModelRegistry.Cli.Output;

namespace ModelRegistry.Cli.Login;

/// <summary><c>modelreg logout</c>: forgets what <c>modelreg login</c> has kept, also where its file cannot be used any more.</summary>
internal static class LogoutCommand
{
    public static Command Create()
    {
        var command = new ExampleCommand(
            "logout", "Removes the login from this machine. Its token stays good until it expires or is revoked (modelreg token revoke)", "modelreg logout");
        command.SetAction((parsed, cancellationToken) => Failures.ReportAsync(parsed, json: false, () => Task.FromResult(Run(Screen.Of(parsed))), cancellationToken));
        return command;
    }

    private static int Run(Screen screen)
    {
        var login = StoredLogin.Parse();
        if (!StoredLogin.Remove())
            screen.Line($"nobody is logged in; there is no {StoredLogin.FilePath}");
        else
            screen.Line(login is null ? $"{StoredLogin.FilePath} was no login; it is removed" : $"logged out of {login.Url}; {StoredLogin.FilePath} with its token is removed");
        return 0;
    }
}
