using System.Diagnostics;

namespace Benchmarks.Mlflow;

/// <summary>The most memory that a process has resident while something is done, looked at every 20 ms.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private const double MiB = 1 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly int _process;

    public MemoryWatch(int process)
    {
        _process = process;
        Before = Most = Look();
        _watching = WatchAsync();
    }

    /// <summary>MiB.</summary>
    public double Before { get; }

    /// <summary>MiB.</summary>
    public double Most { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Most = Math.Max(Most, Look());
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private double Look()
    {
        using var process = Process.GetProcessById(_process);
        return process.WorkingSet64 / MiB;
    }
}
