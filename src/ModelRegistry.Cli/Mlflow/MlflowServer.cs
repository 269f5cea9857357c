using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>
/// Calls an MLflow server, below <c>/api/2.0/</c>. A call that finds no server, or one that is busy or broken (429 and 5xx), is repeated after a pause that doubles each time,
/// or as long as the server asks for. What a call sends, and what its answer brings, may take as long as it takes.
/// </summary>
internal sealed class MlflowServer : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(10), LongestSilence = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    /// <param name="address">Without credentials.</param>
    /// <param name="authorization">Null where none is needed.</param>
    /// <param name="clock">Of the pauses.</param>
    public MlflowServer(Uri address, AuthenticationHeaderValue? authorization, TimeProvider clock)
    {
        Address = address;
        _clock = clock;
        _http = new HttpClient { BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/api/2.0/"), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = authorization;
    }

    public Uri Address { get; }

    /// <summary>How often a call is repeated before it fails.</summary>
    public int Retries { get; init; }

    /// <exception cref="ApiException">The server refused it.</exception>
    /// <exception cref="HttpRequestException">The server is away.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(() => new(HttpMethod.Get, path), ReadAsync, cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(() => new(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") }, ReadAsync, cancellationToken);

    /// <summary>Hands out the answer as it comes; again from its beginning, where it broke off.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<bool> DownloadAsync(string path, Func<Stream, Task> take, CancellationToken cancellationToken) => SendAsync(
        () => new(HttpMethod.Get, path),
        async (response, cancelled) =>
        {
            await take(await response.Content.ReadAsStreamAsync(cancelled));
            return true;
        },
        cancellationToken);

    /// <summary>Sends content that comes once only, so the call is not repeated here.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StreamContent(content) };
        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await RefusalAsync(request, response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            using var request = make();
            using var silence = new CancellationTokenSource(LongestSilence, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
            TimeSpan? asked = null;
            try
            {
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if (response.IsSuccessStatusCode)
                    return await read(response, cancellationToken);
                if (!IsBusy(response.StatusCode))
                    throw await RefusalAsync(request, response, cancellationToken);
                if (tries >= Retries)
                    throw Away(request, $"it answers {(int)response.StatusCode}", null);
                asked = response.Headers.RetryAfter?.Delta;
            }
            catch (Exception lost) when (lost is HttpRequestException { StatusCode: null } or IOException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (tries >= Retries)
                    throw Away(request, lost.Message, lost);
            }

            await Task.Delay(Pause(tries, asked), _clock, cancellationToken);
        }
    }

    private static TimeSpan Pause(int tries, TimeSpan? asked)
    {
        var pause = asked ?? FirstPause * Math.Pow(2, tries);
        return pause < LongestPause ? pause : LongestPause;
    }

    private static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented;

    private HttpRequestException Away(HttpRequestMessage request, string why, Exception? inner) => new(
        HttpRequestError.Unknown, $"{Address} does not answer {request.Method} {request.RequestUri}: {why}", inner, HttpStatusCode.ServiceUnavailable);

    private static async Task<ApiException> RefusalAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var (code, detail) = ("refused", text.Length > 500 ? text[..500] : text);
        try
        {
            if (JsonNode.Parse(text) is JsonObject said)
                (code, detail) = (said["error_code"]?.ToString() ?? code, said["message"]?.ToString() ?? detail);
        }
        catch (JsonException)
        {
            // Something else than an MLflow server speaks; its words are passed on.
        }

        return new($"{request.Method} {request.RequestUri}", new() { Status = (int)response.StatusCode, Code = code, Detail = detail });
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken) as JsonObject
        ?? throw new JsonException($"{response.RequestMessage?.RequestUri} answers something that is no JSON object: is it an MLflow server?");
}
