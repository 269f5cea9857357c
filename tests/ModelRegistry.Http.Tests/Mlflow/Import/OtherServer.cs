using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelRegistry.Http.Tests.Hosting;

namespace ModelRegistry.Http.Tests.Mlflow.Import;

/// <summary>Passes on what an MLflow server says, and fails where it is told to.</summary>
internal sealed class OtherServer(RegistryServer behind) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = behind.Address };
    private WebApplication? _app;
    private int _calls;

    /// <summary>What to answer instead, by the call's number from 1 and its path; null to pass it on, 0 to break the connection.</summary>
    public Func<int, string, int?> Judge { get; set; } = (_, _) => null;

    public Uri Address { get; private set; } = null!;

    public int Calls => _calls;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(PassOnAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassOnAsync(HttpContext http)
    {
        var judged = Judge(Interlocked.Increment(ref _calls), http.Request.Path);
        if (judged is 0)
        {
            http.Abort();
            return;
        }

        if (judged is { } status)
        {
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = "0";
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"{http.Features.Get<IHttpRequestFeature>()!.RawTarget}");
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()!.CanHaveBody)
            request.Content = new StreamContent(http.Request.Body);
        if (http.Request.ContentType is { } type)
            request.Content?.Headers.Add("Content-Type", type);
        if (http.Request.Headers.Authorization.ToString() is { Length: > 0 } authorization)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(http.Response.Body);
    }
}
