using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Postgres.Notifications;

namespace ModelRegistry.Grains.Notifications;

/// <summary>Sends messages to webhooks: signed, within a time, to allowed addresses, and following no redirect.</summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly AllowedAddresses _allowed;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookSender(AllowedAddresses allowed, TimeSpan timeout, TimeProvider clock)
    {
        _allowed = allowed;
        _clock = clock;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            // A name may come to point elsewhere.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = 64 * 1024,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Orleans.ModelRegistry");
    }

    /// <summary>One attempt to send an event as it stands in the log, with its stamp.</summary>
    /// <returns>Null when the message was taken (any 2xx), otherwise why not.</returns>
    public async Task<string?> SendAsync(Webhook webhook, LeasedNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            var told = notification.Event;
            return (await PostAsync(webhook, $"{told.Stream}/{told.Version}", told.Type, Body(notification), cancellationToken)).Error;
        }
        catch (JsonException error)
        {
            return error.Message;
        }
    }

    /// <summary>Sends a message once.</summary>
    /// <param name="webhook">To whom.</param>
    /// <param name="delivery">The same for each attempt to send the same.</param>
    /// <param name="type">What it is about.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The body of a 2xx answer, 64 KiB at most, or why there is none.</returns>
    public async Task<(byte[]? Answer, string? Error)> PostAsync(Webhook webhook, string delivery, string type, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(webhook, delivery, type, body);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            return response.IsSuccessStatusCode ? (await response.Content.ReadAsByteArrayAsync(cancellationToken), null) : (null, $"it answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            return (null, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"it did not answer within {_http.Timeout.TotalSeconds:0.#} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, string delivery, string type, byte[] body)
    {
        var now = _clock.GetUtcNow();
        return new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers =
            {
                { "X-Modelreg-Delivery", delivery },
                { "X-Modelreg-Event", type },
                { "X-Modelreg-Timestamp", WebhookSignature.Timestamp(now) },
                { "X-Modelreg-Signature", WebhookSignature.Of(webhook.Secret.Span, now, body) },
            },
        };
    }

    private static byte[] Body(LeasedNotification notification)
    {
        var told = notification.Event;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("stream", told.Stream.ToString());
            json.WriteNumber("version", told.Version);
            json.WriteString("at", told.At);
            json.WriteString("actor", told.Actor);
            json.WritePropertyName("event");
            json.WriteRawValue(told.Payload.Span);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Looked at here, where the connection is made, and not before: a name may answer differently the second time it is asked.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = Array.FindAll(found, _allowed.Allows);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(
                $"{host} is at {string.Join<IPAddress>(", ", found)}, where webhooks may not go; {nameof(NotificationOptions.AllowedNetworks)} can open a network");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
