using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Http.Native;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Reads the message of a call: the query of a GET, the body of others.</summary>
internal sealed class MlflowRequest : IDisposable
{
    private const string Json = "application/json";

    private readonly RequestBytes? _bytes;
    private readonly JsonDocument _document;

    private MlflowRequest(RequestBytes? bytes, JsonDocument document, bool fromQuery)
    {
        (_bytes, _document) = (bytes, document);
        Message = new MlflowMessage(document.RootElement, fromQuery: fromQuery);
    }

    public MlflowMessage Message { get; }

    /// <exception cref="TrackingException">The body is not said to be JSON.</exception>
    public static async Task<MlflowRequest> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Query.Count > 0)
            return new(null, OfQuery(http.Request.Query), fromQuery: true);
        if (!HttpMethods.IsGet(http.Request.Method))
            CheckType(http.Request.ContentType);
        var bytes = await RequestBytes.ReadAsync(http);
        return new(bytes, OfBody(bytes.Memory), fromQuery: false);
    }

    public void Dispose()
    {
        _document.Dispose();
        _bytes?.Dispose();
    }

    private static void CheckType(string? type)
    {
        if (string.IsNullOrEmpty(type))
            throw TrackingException.Invalid("Bad Request. Content-Type header is missing.");
        if (!type.AsSpan(0, type.IndexOf(';', StringComparison.Ordinal) is var end and >= 0 ? end : type.Length).Trim().Equals(Json, StringComparison.OrdinalIgnoreCase))
            throw TrackingException.Invalid($"Bad Request. Content-Type must be one of ['{Json}'].");
    }

    /// <summary>The object of a body; no body is an empty one, and what is no object is null. Old clients send the object as a text within JSON.</summary>
    private static JsonDocument OfBody(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return JsonDocument.Parse("{}");
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            using (document)
            {
                if (document.RootElement.ValueKind == JsonValueKind.String && JsonDocument.Parse(document.RootElement.GetString()!) is { RootElement.ValueKind: JsonValueKind.Object } inner)
                    return inner;
            }
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            // Said by what is missing.
        }

        return JsonDocument.Parse("null");
    }

    private static JsonDocument OfQuery(IQueryCollection query)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in query)
            {
                if (values.Count == 1)
                {
                    writer.WriteString(name, values[0]);
                    continue;
                }

                writer.WriteStartArray(name);
                foreach (var value in values)
                    writer.WriteStringValue(value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory);
    }
}
