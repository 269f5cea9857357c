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

    /// <summary>One attempt.</summary>
    /// <returns>Null when the message was taken (any 2xx), otherwise why not.</returns>
    public async Task<string?> SendAsync(Webhook webhook, LeasedNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(webhook, notification);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"it answered {(int)response.StatusCode}";
        }
        catch (Exception error) when (error is HttpRequestException or JsonException)
        {
            return error.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {_http.Timeout.TotalSeconds:0} s";
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, LeasedNotification notification)
    {
        var (body, now) = (Body(notification), _clock.GetUtcNow());
        return new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers =
            {
                { "X-Modelreg-Delivery", $"{notification.Event.Stream}/{notification.Event.Version}" },
                { "X-Modelreg-Event", notification.Event.Type },
                { "X-Modelreg-Timestamp", WebhookSignature.Timestamp(now) },
                { "X-Modelreg-Signature", WebhookSignature.Of(webhook.Secret.Span, now, body) },
            },
        };
    }

    /// <summary>The event as it stands in the log, with its stamp.</summary>
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
