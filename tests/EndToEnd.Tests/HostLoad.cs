using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>
/// Callers of a host that may be killed at any time. What it acknowledged is kept: durable predictions, which are not tried again, and actuals
/// and commands, which are repeated until there is an answer.
/// </summary>
internal sealed class HostLoad : IAsyncDisposable
{
    public const string Model = "served";

    private const int Rows = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly Task[] _callers;
    private readonly SemaphoreSlim _acknowledged = new(0);
    private int _made;

    private HostLoad(SiloRun silo)
    {
        _http = new HttpClient { BaseAddress = silo.Address, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SiloRun.Token);
        _callers = [.. new Func<Task>[] { PredictAsync, PredictAsync, CreateAsync, AliasAsync }.Select(call => Task.Run(() => RepeatAsync(call)))];
    }

    /// <summary>Where it calls: the next host must listen there too.</summary>
    public string Address => _http.BaseAddress!.ToString();

    /// <summary>Acknowledged predictions, each with the actual that was acknowledged for it; NaN before that.</summary>
    public ConcurrentDictionary<Guid, double> Predictions { get; } = new();

    /// <summary>Acknowledged commands: method and path and key, body, and what was answered.</summary>
    public ConcurrentBag<(string Method, string Path, string Key, string Body, string Answer)> Commands { get; } = [];

    /// <summary>Makes a model with a version in production, and begins.</summary>
    public static async Task<HostLoad> StartAsync(SiloRun silo)
    {
        using var created = JsonContent.Create(new { name = Model, lifecycle = "open" });
        await MustAsync(await silo.Http.PostAsync("api/v1/models", created));
        using var bytes = new ByteArrayContent(Encoding.UTF8.GetBytes(TinyModel.Json.PadRight(5_000)));
        var artifact = (await MustAsync(await silo.Http.PutAsync("api/v1/artifacts", bytes))).GetProperty("digest").GetString();
        using var version = JsonContent.Create(new { flavor = "xgboost", artifact });
        await MustAsync(await silo.Http.PostAsync($"api/v1/models/{Model}/versions", version));
        using var moved = JsonContent.Create(new { to = "Production", reason = "to be served" });
        await MustAsync(await silo.Http.PostAsync($"api/v1/models/{Model}/versions/1/transitions", moved));
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await MustAsync(await silo.Http.GetAsync($"api/v1/models/{Model}/status", late.Token))).TryGetProperty("serving", out _))
            await Task.Delay(Pause);
        return new HostLoad(silo);
    }

    /// <summary>Waits until that many more calls have been acknowledged.</summary>
    public async Task AcknowledgedAsync(int calls)
    {
        for (var i = 0; i < calls; i++)
            Assert.True(await _acknowledged.WaitAsync(TimeSpan.FromMinutes(1)), "the host answers no more");
    }

    /// <summary>Sends a command again.</summary>
    /// <returns>The body of the answer.</returns>
    public async Task<string> RepeatAsync(string method, string path, string key, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await _http.SendAsync(request);
        await ThrowIfAwayAsync(answer);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>Calls no more. What has no answer by now gets none.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_callers);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _http.Dispose();
        _stop.Dispose();
        _acknowledged.Dispose();
    }

    private async Task RepeatAsync(Func<Task> call)
    {
        while (!_stop.IsCancellationRequested)
            await call();
    }

    private async Task PredictAsync()
    {
        var first = Interlocked.Add(ref _made, Rows);
        var instances = Enumerable.Range(first, Rows).Select(i => new { entity = $"E{i}", asOf = "2020-01-02T00:00:00Z", features = new { f0 = i % 2 } });
        using var body = JsonContent.Create(new { durable = true, instances });
        Guid[] ids;
        try
        {
            using var answer = await _http.PostAsync($"api/v1/models/{Model}/predict", body);
            await ThrowIfAwayAsync(answer);
            var json = await MustAsync(answer);
            Assert.Equal("durable", json.GetProperty("logged").GetString());
            ids = [.. json.GetProperty("predictions").EnumerateArray().Select(one => one.GetProperty("predictionId").GetGuid())];
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            await Task.Delay(Pause);
            return;
        }

        foreach (var id in ids)
            Predictions[id] = double.NaN;
        _acknowledged.Release();
        await ActualsAsync(ids, first);
    }

    private async Task ActualsAsync(Guid[] ids, int value)
    {
        var body = JsonSerializer.Serialize(new { actuals = ids.Select(id => new { predictionId = id, value }) });
        if (await AnsweredAsync("POST", $"api/v1/models/{Model}/actuals", $"actuals-{value}", body) is null)
            return;
        foreach (var id in ids)
            Predictions[id] = value;
    }

    private Task CreateAsync()
    {
        var name = $"made-{Interlocked.Increment(ref _made)}";
        return CommandAsync("POST", "api/v1/models", name, $$"""{"name":"{{name}}"}""");
    }

    private Task AliasAsync()
    {
        var alias = $"alias-{Interlocked.Increment(ref _made) % 50}";
        return CommandAsync("PUT", $"api/v1/models/{Model}/aliases/{alias}", $"{alias}-{_made}", """{"version":1}""");
    }

    private async Task CommandAsync(string method, string path, string key, string body)
    {
        if (await AnsweredAsync(method, path, key, body) is not { } answer)
            return;
        Commands.Add((method, path, key, body, answer));
        _acknowledged.Release();
    }

    /// <summary>Null when the load was ended before there was an answer.</summary>
    private async Task<string?> AnsweredAsync(string method, string path, string key, string body)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                return await RepeatAsync(method, path, key, body);
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(Pause);
            }
        }

        return null;
    }

    /// <summary>A host without its database says so, and is asked again as one that is gone.</summary>
    private static async Task ThrowIfAwayAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            throw new HttpRequestException(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> MustAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
