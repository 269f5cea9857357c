using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ModelRegistry.Http.Mlflow;

/// <summary>Writes answers: JSON objects, status 200 where nothing else was set.</summary>
internal static class MlflowAnswer
{
    private const int FlushedAt = 64 << 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An object without members: done.</summary>
    public static Task EmptyAsync(HttpContext http) => WriteAsync(http, static _ => { });

    /// <summary>An object with the members that are written.</summary>
    public static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members)
    {
        await using var writer = Begin(http);
        members(writer);
        writer.WriteEndObject();
    }

    /// <summary>A page; of a long one no more than a part is held as text.</summary>
    public static async Task PageAsync<T>(HttpContext http, string name, IReadOnlyList<T> rows, string? nextPageToken, Action<Utf8JsonWriter, T> write)
    {
        await using var writer = Begin(http);
        if (rows.Count > 0)
            writer.WriteStartArray(name);
        foreach (var row in rows)
        {
            write(writer, row);
            if (writer.BytesPending > FlushedAt)
                await writer.FlushAsync(http.RequestAborted);
        }

        if (rows.Count > 0)
            writer.WriteEndArray();
        if (nextPageToken is not null)
            writer.WriteString("next_page_token"u8, nextPageToken);
        writer.WriteEndObject();
    }

    private static Utf8JsonWriter Begin(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        var writer = new Utf8JsonWriter(http.Response.Body, Options);
        writer.WriteStartObject();
        return writer;
    }
}
