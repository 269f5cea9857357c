using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Benchmarks.Artifacts;
using ModelRegistry.Cli.Demo;

namespace Benchmarks.Mlflow;

/// <summary>
/// Clients that put a file each at once, and then get it; how much memory the host, a process of its own, has resident meanwhile, and how long a small call of somebody else waits. <c>MODELREG_CLIENTS</c> sets another number
/// than 100, <c>MODELREG_FILE_MIB</c> another size than 100 MiB, and <c>MODELREG__Artifacts__Store=Database</c> keeps the bytes in the database.
/// </summary>
internal static class FilesRoom
{
    private const long MiB = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var (clients, size) = (Setting("MODELREG_CLIENTS", 100), Setting("MODELREG_FILE_MIB", 100) * MiB);
        using var folder = new ScratchFolder();
        await using var silo = await SiloProcess.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "modelreg-silo"), folder.PathOf("data"), "http://127.0.0.1:0", static _ => { }, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(silo.Address, "api/2.0/mlflow-artifacts/artifacts/0/"), Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", silo.Token);

        // The host's code is there, and the buffers of as many connections.
        await TogetherAsync(clients, client => PutAsync(http, $"warm/{client}", new SeededStream(1_000 + client, MiB), cancellationToken));
        await TogetherAsync(clients, client => GetAsync(http, $"warm/{client}", cancellationToken));
        await MeasureAsync("nobody does anything", 0, () => Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
        await MeasureAsync($"{clients} clients put {size / MiB} MiB each", clients * size, () => TogetherAsync(clients, client => PutAsync(http, $"files/{client}", new SeededStream(client + 1, size), cancellationToken)));
        await MeasureAsync($"{clients} clients get {size / MiB} MiB each", clients * size, () => TogetherAsync(clients, client => GetAsync(http, $"files/{client}", cancellationToken)));

        async Task MeasureAsync(string what, long bytes, Func<Task> work)
        {
            await using var memory = new MemoryWatch(silo.ProcessId);
            using var stop = new CancellationTokenSource();
            var calling = SmallCallsAsync(http, stop.Token);
            var began = Stopwatch.GetTimestamp();
            await work();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            await stop.CancelAsync();
            var calls = await calling;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what}: {seconds:0.0} s, {bytes / seconds / MiB:n0} MiB/s; host resident {memory.Before:n0} MiB before, at most {memory.Most:n0} MiB; a small call p50 {calls[calls.Length / 2]:0.0} ms, p99 {calls[calls.Length * 99 / 100]:0.0} ms"));
        }
    }

    /// <summary>How long each took, in milliseconds, in order.</summary>
    private static async Task<double[]> SmallCallsAsync(HttpClient http, CancellationToken stop)
    {
        var times = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync("/api/2.0/mlflow/experiments/get?experiment_id=0", CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(10, CancellationToken.None);
        }

        return [.. times.Order()];
    }

    private static Task TogetherAsync(int clients, Func<int, Task> call) => Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => call(client))));

    private static async Task PutAsync(HttpClient http, string path, Stream content, CancellationToken cancellationToken)
    {
        using var body = new StreamContent(content, 64 << 10);
        using var answer = await http.PutAsync(path, body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task GetAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await content.CopyToAsync(Stream.Null, cancellationToken);
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
