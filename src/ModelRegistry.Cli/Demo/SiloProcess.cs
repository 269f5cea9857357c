using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace ModelRegistry.Cli.Demo;

/// <summary>A host of the registry as a child process.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private bool _disposed;

    private SiloProcess(Process process, Uri address, string token) => (_process, Address, Token) = (process, address, token);

    public Uri Address { get; }

    /// <summary>The admin token the host was started with.</summary>
    public string Token { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts a host and waits for its <c>ready</c> line. Until then other lines go to <paramref name="say"/>, the information of its log apart.</summary>
    /// <exception cref="DemoException">It ended or did not answer.</exception>
    public static async Task<SiloProcess> StartAsync(string executable, string dataDirectory, string urls, Action<string> say, CancellationToken cancellationToken)
    {
        var token = "mr_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var start = new ProcessStartInfo(executable, ["--data-dir", dataDirectory, "--urls", urls])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MODELREG_ADMIN_TOKEN"] = token },
        };
        var process = Start(start);
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        string? lastWord = null;
        process.OutputDataReceived += (_, line) => Hear(line.Data, ready, Say);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, ready, Say);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(ready.Task, ended, Task.Delay(StartTimeout, cancellationToken)) != ready.Task)
        {
            var fate = process.HasExited ? $"ended with exit code {process.ExitCode} before it was ready" : $"was not ready within {StartTimeout.TotalMinutes:0} minutes";
            process.Kill(entireProcessTree: true);
            throw new DemoException($"the host {fate}{(lastWord is null ? "" : $"; the last it said was: {lastWord}")}");
        }

        return new SiloProcess(process, await ready.Task, token);

        void Say(string line)
        {
            lastWord = line;
            say(line);
        }
    }

    /// <summary>Ends when the host does.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the host to stop and waits until it has drained.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using var late = new CancellationTokenSource(StopTimeout);
            await _process.WaitForExitAsync(late.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception wrong)
        {
            throw new DemoException($"the host '{start.FileName}' cannot be started ({wrong.Message}); --silo names its program, --server a registry that runs");
        }
    }

    private static void Hear(string? line, TaskCompletionSource<Uri> ready, Action<string> say)
    {
        if (line is null)
            return;
        if (line.StartsWith("ready ", StringComparison.Ordinal))
            ready.TrySetResult(new Uri(line[6..].Trim() + "/"));
        else if (!ready.Task.IsCompleted && !line.StartsWith("info:", StringComparison.Ordinal))
            say(line);
    }
}
