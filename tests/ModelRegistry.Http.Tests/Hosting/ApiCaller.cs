using System.Net.Http.Headers;
using System.Text;

namespace ModelRegistry.Http.Tests.Hosting;

/// <summary>Calls <c>/api/v1</c> with one token.</summary>
public sealed class ApiCaller(Uri server, string? token)
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, "api/v1/") };

    /// <summary>The secret.</summary>
    public string? Token => token;

    public Task<ApiAnswer> GetAsync(string path) => SendAsync("GET", path, null);

    public Task<ApiAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync("POST", path, Encoding.UTF8.GetBytes(body), headers);

    public async Task<ApiAnswer> SendAsync(string method, string path, byte[]? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new ByteArrayContent(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.Tag);
    }

    /// <summary>The answer of a call that has to succeed.</summary>
    public async Task<System.Text.Json.Nodes.JsonNode> MustAsync(string method, string path, string body)
    {
        var answer = await SendAsync(method, path, Encoding.UTF8.GetBytes(body));
        Assert.True(answer.Status is 200 or 201, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }
}
