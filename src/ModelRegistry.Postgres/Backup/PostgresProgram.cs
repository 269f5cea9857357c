using System.Diagnostics;
using System.Text;
using ModelRegistry.Postgres.Embedded;

namespace ModelRegistry.Postgres.Backup;

/// <summary>A running <c>pg_dump</c> or <c>pg_restore</c>, with its output or input in the caller's hands; ended when disposed.</summary>
internal sealed class PostgresProgram : IDisposable
{
    private const int LongestComplaint = 2000;
    private readonly string _name;
    private readonly Process _process;
    private readonly Task<string> _complaint;

    private PostgresProgram(string name, Process process)
    {
        _name = name;
        _process = process;
        _complaint = ComplaintAsync(process.StandardError);
    }

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="BackupException">It could not be started.</exception>
    public static PostgresProgram Start(string connection, params IReadOnlyList<string> command)
    {
        var start = ServerCommand.Describe(command, redirect: true);
        foreach (var (name, value) in ConnectionEnvironment.Of(connection))
            start.Environment[name] = value;
        return new PostgresProgram(Path.GetFileName(command[0]), Process.Start(start) ?? throw new BackupException($"{command[0]} could not be started"));
    }

    /// <summary>Gives it all of a stream to read, and waits for its end.</summary>
    /// <exception cref="BackupException">It failed; the message holds what it said.</exception>
    public async Task FeedAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(_process.StandardInput.BaseStream, cancellationToken);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that gives up closes its input first: what it says counts.
            await EndAsync(cancellationToken);
            throw;
        }

        await EndAsync(cancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="BackupException">It failed; the message holds what it said.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode != 0)
            throw new BackupException($"{_name} failed: {await _complaint}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>All of what it says is read, so that it is never held up; the beginning is kept, where the cause stands.</summary>
    private static async Task<string> ComplaintAsync(StreamReader error)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await error.ReadAsync(buffer)) > 0)
            kept.Append(buffer, 0, Math.Min(read, Math.Max(0, LongestComplaint - kept.Length)));
        return kept.ToString().Trim() is { Length: > 0 } words ? words : "it said nothing";
    }
}
