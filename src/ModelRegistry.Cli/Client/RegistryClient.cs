using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Client;

/// <summary>
/// Calls the native API. A call that finds no server or a busy one is repeated until <see cref="Patience"/> is over; commands carry an
/// idempotency key, so that repeating them is harmless.
/// </summary>
internal sealed class RegistryClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    public RegistryClient(Uri server, string token, TimeProvider clock)
    {
        _clock = clock;
        _http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(100) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How long a server may be away before a call fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls that had to be repeated because the server was away or busy.</summary>
    public int Repeats { get; private set; }

    public Task<ApiResult<T>> GetAsync<T>(string path, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Get, path, null, null, true, cancellationToken);

    /// <summary>Sends a command; the same key again gives the same answer.</summary>
    public Task<ApiResult<T>> CommandAsync<T>(HttpMethod method, string path, object body, CancellationToken cancellationToken = default)
        where T : class =>
        SendAsync<T>(method, path, Json(body), Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N"), true, cancellationToken);

    public Task<ApiResult<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken = default)
        where T : class => CommandAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>Sends what has a natural id of its own, such as actuals, and so may be repeated.</summary>
    public Task<ApiResult<T>> CommandBytesAsync<T>(string path, byte[] json, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Post, path, json, null, true, cancellationToken);

    /// <summary>Sends something that must not be repeated blindly; throws <see cref="HttpRequestException"/> when the answer is lost.</summary>
    public Task<ApiResult<T>> PostOnceAsync<T>(string path, byte[] json, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Post, path, json, null, false, cancellationToken);

    /// <summary>Uploads bytes; content-addressed, so repeating it is harmless.</summary>
    public Task<ApiResult<T>> PutBytesAsync<T>(string path, byte[] content, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Put, path, content, null, true, cancellationToken);

    /// <summary>An answer of JSON documents, one a line, as they come. It is not repeated.</summary>
    /// <exception cref="ApiException">The call was refused.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<T> ReadLinesAsync<T>(HttpMethod method, string path, [EnumeratorCancellation] CancellationToken cancellationToken = default, byte[]? body = null)
        where T : class
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new ApiException($"{method} /api/v1/{path}", ReadProblem((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return JsonSerializer.Deserialize<T>(line, RegistryJson.Options) ?? throw new JsonException("a line of the answer is null");
    }

    public static byte[] Json(object body) => JsonSerializer.SerializeToUtf8Bytes(body, RegistryJson.Options);

    public void Dispose() => _http.Dispose();

    private async Task<ApiResult<T>> SendAsync<T>(
        HttpMethod method, string path, byte[]? body, string? key, bool repeat, CancellationToken cancellationToken)
        where T : class
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                var result = await SendOnceAsync<T>(method, path, body, key, cancellationToken);
                if (result.Problem?.Status != 503 || _clock.GetElapsedTime(started) > Patience)
                    return result;
            }
            catch (HttpRequestException) when (repeat && _clock.GetElapsedTime(started) < Patience)
            {
                Repeats++;
            }

            await Task.Delay(Pause, _clock, cancellationToken);
        }
    }

    private async Task<ApiResult<T>> SendOnceAsync<T>(HttpMethod method, string path, byte[]? body, string? key, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var call = $"{method} /api/v1/{path}";
        return response.IsSuccessStatusCode
            ? new(call, JsonSerializer.Deserialize<T>(content, RegistryJson.Options), null)
            : new(call, null, ReadProblem((int)response.StatusCode, content));
    }

    private static ApiProblem ReadProblem(int status, byte[] content)
    {
        try
        {
            if (JsonSerializer.Deserialize<ApiProblem>(content, RegistryJson.Options) is { } problem)
                return problem with { Status = status };
        }
        catch (JsonException)
        {
            // Not from the registry: a proxy on the way, or no answer at all. Its words are passed on below.
        }

        return new() { Status = status, Code = "unexpected", Detail = System.Text.Encoding.UTF8.GetString(content) };
    }
}
