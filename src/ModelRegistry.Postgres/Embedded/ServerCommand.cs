using System.Diagnostics;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>Runs a program to its end, without a shell and without the caller's PostgreSQL settings.</summary>
internal static class ServerCommand
{
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Describe(command, redirect: true))
            ?? throw new EmbeddedPostgresException($"{command[0]} could not be started");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, (await output + await error).Trim());
    }

    /// <exception cref="EmbeddedPostgresException">The exit code is not 0.</exception>
    public static async Task<string> MustAsync(IReadOnlyList<string> command, string what, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync(command, cancellationToken);
        return code == 0 ? output : throw new EmbeddedPostgresException($"{what} failed: {System.IO.Path.GetFileName(command[0])} ended with {code}: {output}");
    }

    public static ProcessStartInfo Describe(IReadOnlyList<string> command, bool redirect)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = redirect,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }

    /// <summary>The folders of PATH, without those that depend on where the caller stands.</summary>
    public static IReadOnlyList<string> Path =>
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(System.IO.Path.IsPathRooted)];

    /// <summary>The full path of a program on PATH, or in the places where system programs live; null when there is none.</summary>
    public static string? Find(string name) => Path
        .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"])
        .Select(folder => System.IO.Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
