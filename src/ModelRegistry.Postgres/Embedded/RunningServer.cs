using System.Diagnostics;
using System.Globalization;

namespace ModelRegistry.Postgres.Embedded;

/// <summary>A server process that is ready: started here, or left running by a host that was killed.</summary>
/// <param name="Adopted">It was already running.</param>
internal sealed record RunningServer(int Pid, string Socket, bool Adopted)
{
    private const long LongestLog = 8 * 1024 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts the server in a session of its own, so that the terminal's Ctrl-C and hang-up do not reach it.</summary>
    /// <param name="socketFolder">Where clients look for it already; null: to be chosen.</param>
    public static async Task<RunningServer> StartAsync(
        DataFolder folder, PostgresBinaries binaries, ServerUser user, EmbeddedPostgresOptions options, string? socketFolder, CancellationToken cancellationToken)
    {
        var socket = socketFolder ?? await SocketFolder.ChooseAsync(folder.Data, user, cancellationToken);
        // The shell is there to send the server's words to a file: a pipe to the host would break with the host.
        string[] shell = ["/bin/sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", folder.Log];
        string[] session = ServerCommand.Find("setsid") is { } setsid ? [setsid] : [];
        string[] server = [binaries.Postgres, "-D", folder.Data, .. ServerSettings.Arguments(options, ServerMachine.Of(folder.FullPath), socket)];
        if (PostmasterFile.Read(folder.Data) is { } stale && Signals.IsAlive(stale.Pid))
            PostmasterFile.Disown(folder.Data);
        SocketFolder.Clear(socket);
        if (new FileInfo(folder.Log) is { Exists: true, Length: > LongestLog })
            File.Move(folder.Log, folder.Log + ".old", overwrite: true);
        using var process = Process.Start(ServerCommand.Describe(user.Run([.. shell, .. session, .. server]), redirect: false))
            ?? throw new EmbeddedPostgresException($"{binaries.Postgres} could not be started");
        try
        {
            var ready = await WaitUntilReadyAsync(folder.Data, () => process.HasExited, options.StartTimeout, cancellationToken)
                ?? throw new EmbeddedPostgresException($"PostgreSQL did not start in {folder.FullPath}: {LastWords(folder.Data)}");
            return new RunningServer(ready.Pid, ready.Socket, Adopted: false);
        }
        catch
        {
            var failed = new RunningServer(process.Id, socket, Adopted: false);
            await (socketFolder is null ? failed.StopAsync(folder.Data, options.StopTimeout) : failed.EndAsync(folder.Data, options.StopTimeout));
            throw;
        }
    }

    /// <summary>The server that already runs on the folder, ready; null when there is none.</summary>
    public static async Task<RunningServer?> FindAsync(string pgdata, EmbeddedPostgresOptions options, CancellationToken cancellationToken)
    {
        if (PostmasterFile.Read(pgdata) is not { } file || !IsServerOf(file.Pid, pgdata))
            return null;
        var ready = await WaitUntilReadyAsync(pgdata, () => !IsServerOf(file.Pid, pgdata), options.StartTimeout, cancellationToken);
        return ready is null ? null : new RunningServer(ready.Pid, ready.Socket, Adopted: true);
    }

    /// <summary>True while the process is there.</summary>
    public bool Runs(string pgdata) => IsServerOf(Pid, pgdata);

    /// <summary>Ends the process for good, its socket's folder too.</summary>
    public async Task StopAsync(string pgdata, TimeSpan timeout)
    {
        await EndAsync(pgdata, timeout);
        SocketFolder.Remove(Socket, pgdata);
    }

    /// <summary>Fast shutdown; an immediate one when that takes too long. Answers when the process is gone.</summary>
    private async Task EndAsync(string pgdata, TimeSpan timeout)
    {
        var end = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        var asked = Signals.Interrupt;
        Signals.Send(Pid, asked);
        while (IsServerOf(Pid, pgdata))
        {
            if (asked == Signals.Interrupt && Stopwatch.GetTimestamp() > end)
                Signals.Send(Pid, asked = Signals.Quit);
            await Task.Delay(Look, CancellationToken.None);
        }
    }

    private static async Task<PostmasterFile?> WaitUntilReadyAsync(string pgdata, Func<bool> isGone, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isGone())
        {
            if (PostmasterFile.Read(pgdata) is { IsReady: true } file && IsServerOf(file.Pid, pgdata))
                return file;
            if (Stopwatch.GetElapsedTime(began) > timeout)
                throw new EmbeddedPostgresException(string.Create(CultureInfo.InvariantCulture, $"PostgreSQL in {pgdata} was not ready after {timeout.TotalSeconds:0} s: {LastWords(pgdata)}"));
            await Task.Delay(Look, cancellationToken);
        }

        return null;
    }

    /// <summary>A process id may since have been given to something else; a postmaster's command line names its data.</summary>
    private static bool IsServerOf(int pid, string pgdata)
    {
        if (!Signals.IsAlive(pid) || !Directory.Exists("/proc/self"))
            return Signals.IsAlive(pid);
        try
        {
            // Empty for a process that has ended and was not yet waited for.
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")).Split('\0').Contains(pgdata, StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string LastWords(string pgdata)
    {
        var log = DataFolder.LogIn(pgdata);
        var words = File.Exists(log) ? File.ReadAllText(log).Trim() : "";
        return words.Length switch { 0 => "it said nothing", > 2000 => words[^2000..], _ => words };
    }
}
