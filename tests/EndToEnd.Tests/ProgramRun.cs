using System.Diagnostics;
using System.Text;

namespace EndToEnd.Tests;

/// <summary>A running program and what it has said so far.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly List<(string Text, TaskCompletionSource<string> Heard)> _awaited = [];

    public ProgramRun(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    /// <summary>Everything it has printed.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>The first line that contains a text, printed already or to come.</summary>
    public Task<string> LineAsync(string text)
    {
        lock (_said)
        {
            if (_said.ToString().Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
                return Task.FromResult(line);
            var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, heard));
            return heard.Task;
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        await Process.WaitForExitAsync(late.Token);
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (line is null)
                return;
            _said.Append(line).Append('\n');
            foreach (var (_, heard) in _awaited.Where(a => line.Contains(a.Text, StringComparison.Ordinal)))
                heard.TrySetResult(line);
        }
    }
}
