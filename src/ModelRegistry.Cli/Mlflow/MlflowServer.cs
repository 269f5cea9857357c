using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Cli.Client;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>
/// Calls an MLflow server, below <c>/api/2.0/</c>. A call that finds no server, or one that is busy or broken (429 and 5xx), is repeated after a pause that doubles each time,
/// or as long as the server asks for; one that is broken by the call itself (500) a few times only. What a call sends, and what its answer brings, may take as long as it takes.
/// </summary>
internal sealed class MlflowServer : IDisposable
{
    /// <summary>What a server says of files that it is told not to hand out; its 503 stays.</summary>
    private const string Disabled = "--no-serve-artifacts";

    private const int MostDoublings = 10, RepeatsOfABrokenCall = 2, MostWords = 1 << 20;

    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(10);

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

    /// <summary>How long the server may say nothing while something is wanted of it.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(100);

    /// <exception cref="ApiException">The server refused it.</exception>
    /// <exception cref="ServerAwayException">The server is away, busy or broken, also after the repeats.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(() => new(HttpMethod.Get, path), ReadAsync, cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(() => new(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") }, ReadAsync, cancellationToken);

    /// <summary>Hands out the answer as it comes; again from its beginning, where it broke off or another server that takes it was away.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<bool> DownloadAsync(string path, Func<Stream, Task> take, CancellationToken cancellationToken) => SendAsync(
        () => new(HttpMethod.Get, path),
        async (content, _) =>
        {
            await take(content);
            return true;
        },
        cancellationToken);

    /// <summary>Sends content that comes once only, so the call is not repeated here.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path);
        using var call = new ServerCall(Address, request, LongestSilence, _clock, cancellationToken);
        request.Content = new StreamContent(new AwaitedStream(content, call.RestAsync));
        using var response = await AnswerAsync(call, request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await SendOnceAsync(make, read, cancellationToken);
            }
            catch (ServerAwayException away) when (tries < MostRepeats(away))
            {
                await Task.Delay(Pause(tries, away.RetryAfter), _clock, cancellationToken);
            }
        }
    }

    private async Task<T> SendOnceAsync<T>(Func<HttpRequestMessage> make, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = make();
        using var call = new ServerCall(Address, request, LongestSilence, _clock, cancellationToken);
        using var response = await AnswerAsync(call, request, cancellationToken);
        await using var content = new AwaitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), call.HearAsync);
        return await read(content, cancellationToken);
    }

    /// <summary>The beginning of an answer that is a good one.</summary>
    private async Task<HttpResponseMessage> AnswerAsync(ServerCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await call.HearAsync(cancelled => new ValueTask<HttpResponseMessage>(_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled)));
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var words = await call.HearAsync(cancelled => new ValueTask<string>(WordsAsync(response, cancelled)));
            throw IsBusy(response.StatusCode) && !words.Contains(Disabled, StringComparison.Ordinal) ? call.Busy(response) : Refusal(call, response, words);
        }
    }

    /// <summary>What breaks a server breaks it each time.</summary>
    private int MostRepeats(ServerAwayException away) => away.StatusCode == HttpStatusCode.InternalServerError ? Math.Min(Retries, RepeatsOfABrokenCall) : Retries;

    private static TimeSpan Pause(int tries, TimeSpan? asked)
    {
        var pause = asked ?? FirstPause * Math.Pow(2, Math.Min(tries, MostDoublings));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Without those that stay as they are: what a server has no code for, or no room.</summary>
    private static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        or >= HttpStatusCode.InternalServerError and not (HttpStatusCode.NotImplemented or HttpStatusCode.InsufficientStorage);

    private static async Task<string> WordsAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MostWords, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static ApiException Refusal(ServerCall call, HttpResponseMessage response, string words)
    {
        var (code, detail) = ("refused", words.Length > 500 ? words[..500] : words);
        try
        {
            if (JsonNode.Parse(words, null, Once) is JsonObject said)
                (code, detail) = (said["error_code"]?.ToString() ?? code, said["message"]?.ToString() ?? detail);
        }
        catch (JsonException)
        {
            // Something else than an MLflow server speaks; its words are passed on.
        }

        return new($"{call}", new() { Status = (int)response.StatusCode, Code = code, Detail = detail.Length == 0 ? FormattableString.Invariant($"it answers {(int)response.StatusCode}") : detail });
    }

    private async Task<JsonObject> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            if (await JsonNode.ParseAsync(content, null, Once, cancellationToken) is JsonObject answer)
                return answer;
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new JsonException($"{Address} answers something that is no JSON object: is it an MLflow server?");
    }
}
