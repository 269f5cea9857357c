using System.Diagnostics;
using System.Globalization;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>A running <see cref="LogWriterProgram"/>, and what it has said.</summary>
internal sealed class LogWriterProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _listening;
    private readonly TaskCompletionSource<long> _writer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LogWriterProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _listening = ListenAsync();
    }

    /// <summary>Rows that it gave to the log, or was about to.</summary>
    public List<Guid> Sent { get; } = [];

    /// <summary>Rows that it was told are durable.</summary>
    public List<Guid> Durable { get; } = [];

    /// <summary>The id of its writer, once it has started.</summary>
    public Task<long> Writer => _writer.Task;

    public static LogWriterProcess Start(string connectionString, DateTimeOffset now)
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(LogWriterProgram).Assembly.GetName().Name!);
        return new LogWriterProcess(Process.Start(new ProcessStartInfo(program, [connectionString, now.ToString("O", CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!);
    }

    /// <summary>SIGKILL; it is gone when this returns.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGSTOP; it stands still when this returns.</summary>
    public void Pause()
    {
        Signal("STOP");
        while (!File.ReadAllText($"/proc/{_process.Id}/stat").Contains(") T ", StringComparison.Ordinal))
            Thread.Yield();
    }

    /// <summary>SIGCONT.</summary>
    public void WakeUp() => Signal("CONT");

    /// <summary>Waits until it has ended and everything it said is heard.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _listening;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _listening;
        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var (word, what) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            if (word is "writer")
                _writer.TrySetResult(long.Parse(what, CultureInfo.InvariantCulture));
            else
                (word is "sent" ? Sent : Durable).AddRange(what.Split(',').Select(Guid.Parse));
        }
        _writer.TrySetException(new InvalidOperationException($"the process ended before it wrote: {await _errors}"));
    }
}
