using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Benchmarks.Serving;

/// <summary>Callers that send a call, wait for the whole answer, and send the next. The host's processor time tells what a call costs however busy the machine is.</summary>
internal sealed class Callers(HttpClient http, Process host)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(4);

    private long _next;
    private long _refused;

    /// <summary>Starts again at the first day of the panel.</summary>
    public void Restart() => _next = 0;

    /// <summary>Warms up, measures, and prints a line.</summary>
    public async Task MeasureAsync(string label, string path, Panel panel, int units, int callers, CancellationToken cancellationToken)
    {
        await RunAsync(path, panel, callers, WarmUp, cancellationToken);
        _refused = 0;
        var processor = ProcessorTime();
        var began = Stopwatch.GetTimestamp();
        var times = (await RunAsync(path, panel, callers, Measured, cancellationToken)).Order().ToArray();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cost = (ProcessorTime() - processor).TotalMilliseconds / times.Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{label,-26} {callers,7} {times.Length / seconds,8:N0} {times.Length * units / seconds,9:N0} {At(times, 0.50),9:N2} {At(times, 0.99),9:N2} {cost,9:N3} {_refused,9:N0}"));
    }

    /// <summary>Calls until the host's code is compiled for speed.</summary>
    public async Task WarmUpAsync(string path, Panel panel, TimeSpan time, CancellationToken cancellationToken) =>
        await RunAsync(path, panel, callers: 2, time, cancellationToken);

    public static void PrintHeader() => Console.WriteLine(
        $"{"",-26} {"callers",7} {"calls/s",8} {"units/s",9} {"p50 ms",9} {"p99 ms",9} {"cpu ms",9} {"log full",9}");

    private async Task<IEnumerable<double>> RunAsync(string path, Panel panel, int callers, TimeSpan time, CancellationToken cancellationToken)
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(path, panel.Copy(), time, cancellationToken), cancellationToken)));
        return runs.SelectMany(run => run);
    }

    private async Task<List<double>> CallAsync(string path, Panel panel, TimeSpan time, CancellationToken cancellationToken)
    {
        var milliseconds = new List<double>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var began = Stopwatch.GetTimestamp();
            if (await SendAsync(path, panel.Call(Interlocked.Increment(ref _next) - 1), cancellationToken) is { } pause)
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
            else
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return milliseconds;
    }

    /// <summary>Null when the call was answered; how long to stay away when the host could not take it now.</summary>
    private async Task<TimeSpan?> SendAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync(path, content, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return null;
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable || response.Headers.RetryAfter?.Delta is not { } pause)
            throw new HttpRequestException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
        Interlocked.Increment(ref _refused);
        return pause;
    }

    private TimeSpan ProcessorTime()
    {
        host.Refresh();
        return host.TotalProcessorTime;
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Min(sorted.Length - 1, quantile * sorted.Length)];
}
