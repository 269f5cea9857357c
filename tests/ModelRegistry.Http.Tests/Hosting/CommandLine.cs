using System.CommandLine;
using System.Diagnostics;
using ModelRegistry.Cli;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Http.Tests.Hosting;

/// <summary>Runs <c>modelreg</c> in a folder and a login of its own: as a program in a shell, or within this process.</summary>
internal sealed class CommandLine : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mr-cli-").FullName;

    public string Login => Path.Combine(Folder, "modelreg", "login.json");

    /// <summary>Runs a command within this process.</summary>
    public static async Task<Run> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Root.RunAsync(args, new InvocationConfiguration { Output = output, Error = error });
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Every command that does something, under its words.</summary>
    public static IEnumerable<(string Name, ExampleCommand Command)> Leaves() => Leaves(Root.Create(), "");

    public void Put(string file, string content) => File.WriteAllText(Path.Combine(Folder, file), content);

    /// <summary>Runs a line in a shell that finds <c>modelreg</c>.</summary>
    /// <param name="token">Whose token it uses instead of that of the login.</param>
    public async Task<Run> ShellAsync(string line, string? token = null)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["XDG_CONFIG_HOME"] = Folder;
        start.Environment.Remove("MODELREG_URL");
        start.Environment.Remove("MODELREG_TOKEN");
        if (token is not null)
            start.Environment["MODELREG_TOKEN"] = token;
        using var shell = Process.Start(start)!;
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEndAsync();
        var error = shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return new(shell.ExitCode, await output, await error);
    }

    private static IEnumerable<(string Name, ExampleCommand Command)> Leaves(Command above, string path) => above.Subcommands.SelectMany(command =>
        Leaves(command, $"{path}{command.Name} ").Concat(command is ExampleCommand || command.Subcommands.Count == 0 ? [($"{path}{command.Name}", Assert.IsType<ExampleCommand>(command, exactMatch: false))] : []));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public sealed record Run(int Code, string Output, string Error);
}
