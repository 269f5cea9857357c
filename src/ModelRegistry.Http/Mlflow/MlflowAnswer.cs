using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Writes answers: JSON objects, status 200 where nothing else was set.</summary>
internal static class MlflowAnswer
{
    private const int Part = 64 << 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An object without members: done.</summary>
    public static Task EmptyAsync(HttpContext http) => WriteAsync(http, static _ => { });

    /// <summary>An object with the members that are written.</summary>
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = Begin(http, buffer))
        {
            members(writer);
            writer.WriteEndObject();
        }

        await EndAsync(http, buffer);
    }

    /// <summary>A page; of a long one no more than a part is held as text.</summary>
    /// <param name="http">The call.</param>
    /// <param name="name">Of the list.</param>
    /// <param name="rows">What is in it.</param>
    /// <param name="nextPageToken">Null on the last page.</param>
    /// <param name="write">Writes one of the rows.</param>
    /// <param name="before">Writes members that stand before the list.</param>
    public static async Task PageAsync<T>(
        HttpContext http, string name, IReadOnlyList<T> rows, string? nextPageToken, Action<Utf8JsonWriter, T> write, Action<Utf8JsonWriter>? before = null)
    {
        var buffer = new ArrayBufferWriter<byte>(Part);
        using (var writer = Begin(http, buffer))
        {
            before?.Invoke(writer);
            if (rows.Count > 0)
                writer.WriteStartArray(name);
            foreach (var row in rows)
            {
                write(writer, row);
                if (buffer.WrittenCount + writer.BytesPending > Part)
                    await SendAsync(http, writer, buffer);
            }

            if (rows.Count > 0)
                writer.WriteEndArray();
            if (nextPageToken is not null)
                writer.WriteString("next_page_token"u8, nextPageToken);
            writer.WriteEndObject();
        }

        await EndAsync(http, buffer);
    }

    private static Utf8JsonWriter Begin(HttpContext http, ArrayBufferWriter<byte> buffer)
    {
        http.Response.ContentType = "application/json";
        var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        return writer;
    }

    private static async Task SendAsync(HttpContext http, Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.Flush();
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
        buffer.ResetWrittenCount();
    }

    private static async Task EndAsync(HttpContext http, ArrayBufferWriter<byte> buffer)
    {
        if (!http.Response.HasStarted)
            http.Response.ContentLength = buffer.WrittenCount;
        await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }
}
