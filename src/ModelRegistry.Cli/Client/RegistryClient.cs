using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Core;

namespace ModelRegistry.Cli.Client;

/// <summary>
/// Calls the native API. A call that finds no server or a busy one is repeated until <see cref="Patience"/> is over; commands carry an
/// idempotency key, so that repeating them is harmless.
/// </summary>
internal sealed class RegistryClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    public RegistryClient(Uri server, string token, TimeProvider clock)
    {
        _clock = clock;
        _http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How long a server may be away before a call fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls that had to be repeated because the server was away or busy.</summary>
    public int Repeats { get; private set; }

    public Task<ApiResult<T>> GetAsync<T>(string path, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Get, path, null, null, true, Answer, cancellationToken);

    /// <summary>Sends a command; the same key again gives the same answer.</summary>
    public Task<ApiResult<T>> CommandAsync<T>(HttpMethod method, string path, object body, CancellationToken cancellationToken = default)
        where T : class =>
        SendAsync<T>(method, path, Bytes(Json(body)), Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N"), true, Answer, cancellationToken);

    public Task<ApiResult<T>> PostAsync<T>(string path, object body, CancellationToken cancellationToken = default)
        where T : class => CommandAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>Sends what has a natural id of its own, such as actuals, and so may be repeated.</summary>
    public Task<ApiResult<T>> CommandBytesAsync<T>(string path, byte[] json, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Post, path, Bytes(json), null, true, Answer, cancellationToken);

    /// <summary>Sends something that must not be repeated blindly; throws <see cref="HttpRequestException"/> when the answer is lost.</summary>
    public Task<ApiResult<T>> PostOnceAsync<T>(string path, byte[] json, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Post, path, Bytes(json), null, false, Answer, cancellationToken);

    /// <summary>Uploads bytes; content-addressed, so repeating it is harmless.</summary>
    public Task<ApiResult<T>> PutBytesAsync<T>(string path, byte[] content, CancellationToken cancellationToken = default)
        where T : class => SendAsync<T>(HttpMethod.Put, path, Bytes(content), null, true, Answer, cancellationToken);

    /// <summary>Uploads a file of any size, in as much time as that takes; content-addressed, so repeating it is harmless.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<ApiResult<T>> PutFileAsync<T>(string path, FileInfo file, CancellationToken cancellationToken = default)
        where T : class =>
        SendAsync<T>(HttpMethod.Put, path, () => new StreamContent(file.OpenRead()), null, true, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Sends a file of any size to a call that may be repeated, and waits for the answer as long as it takes.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<ApiResult<T>> PostFileAsync<T>(string path, FileInfo file, CancellationToken cancellationToken = default)
        where T : class =>
        SendAsync<T>(HttpMethod.Post, path, () => new StreamContent(file.OpenRead()), null, true, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Writes an answer of any size to a stream, in as much time as that takes. It is not repeated.</summary>
    /// <exception cref="ApiException">The call was refused.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="IOException">The connection broke, or the stream cannot be written.</exception>
    public async Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken = default)
    {
        using var response = await _http.GetAsync("api/v1/" + path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new ApiException($"GET /api/v1/{path}", ReadProblem((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        await response.Content.CopyToAsync(target, cancellationToken);
    }

    /// <summary>An answer of JSON documents, one a line, as they come. It is not repeated.</summary>
    /// <exception cref="ApiException">The call was refused.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<T> ReadLinesAsync<T>(HttpMethod method, string path, [EnumeratorCancellation] CancellationToken cancellationToken = default, byte[]? body = null)
        where T : class
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null)
            request.Content = Bytes(body)();
        using var limit = Limit(Answer, cancellationToken);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        limit.CancelAfter(Timeout.InfiniteTimeSpan); // the lines may take as long as they take
        if (!response.IsSuccessStatusCode)
            throw new ApiException($"{method} /api/v1/{path}", ReadProblem((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return JsonSerializer.Deserialize<T>(line, RegistryJson.Options) ?? throw new JsonException("a line of the answer is null");
    }

    public static byte[] Json(object body) => JsonSerializer.SerializeToUtf8Bytes(body, RegistryJson.Options);

    public void Dispose() => _http.Dispose();

    private async Task<ApiResult<T>> SendAsync<T>(
        HttpMethod method, string path, Func<HttpContent>? body, string? key, bool repeat, TimeSpan answer, CancellationToken cancellationToken)
        where T : class
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                using var limit = Limit(answer, cancellationToken);
                var result = await SendOnceAsync<T>(method, path, body, key, limit.Token);
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

    private async Task<ApiResult<T>> SendOnceAsync<T>(HttpMethod method, string path, Func<HttpContent>? body, string? key, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null)
            request.Content = body();
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var call = $"{method} /api/v1/{path}";
        return response.IsSuccessStatusCode
            ? new(call, JsonSerializer.Deserialize<T>(content.Length == 0 ? "{}"u8 : content, RegistryJson.Options), null)
            : new(call, null, ReadProblem((int)response.StatusCode, content));
    }

    private static Func<HttpContent> Bytes(byte[] content) => () => new ByteArrayContent(content) { Headers = { ContentType = new("application/json") } };

    private static CancellationTokenSource Limit(TimeSpan answer, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(answer);
        return limit;
    }

    private static ApiProblem ReadProblem(int status, byte[] content)
    {
        try
        {
            if (JsonSerializer.Deserialize<ApiProblem>(content, RegistryJson.Options) is { } problem)
                return problem with { Status = status, Document = JsonNode.Parse(content) };
        }
        catch (JsonException)
        {
            // Not from the registry: a proxy on the way, or no answer at all. Its words are passed on below.
        }

        return new() { Status = status, Code = "unexpected", Detail = System.Text.Encoding.UTF8.GetString(content) };
    }
}
