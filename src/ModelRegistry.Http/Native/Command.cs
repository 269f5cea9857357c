using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Contracts;
using ModelRegistry.Core;
using ModelRegistry.Http.Security;

namespace ModelRegistry.Http.Native;

/// <summary>Reads a command: its body, and who sends it under which id.</summary>
internal static class Command
{
    /// <summary>Bytes of a command's body.</summary>
    public const int MaxBody = 4 << 20;

    private static readonly JsonSerializerOptions Strict = MakeStrict();

    /// <summary>The body as JSON of one shape; unknown members are refused by name.</summary>
    /// <exception cref="BadRequestException">The body is no JSON of that shape.</exception>
    public static async Task<(CommandContext Context, TBody Body)> ReadAsync<TBody>(HttpContext http)
        where TBody : class
    {
        var bytes = await ReadBodyAsync(http);
        return (Context(http, bytes), Parse<TBody>(bytes));
    }

    /// <summary>The context of a command without a body.</summary>
    public static async Task<CommandContext> ReadAsync(HttpContext http) => Context(http, await ReadBodyAsync(http));

    private static TBody Parse<TBody>(byte[] bytes)
        where TBody : class
    {
        try
        {
            RefuseNullEntries(bytes);
            return JsonSerializer.Deserialize<TBody>(bytes.Length == 0 ? "{}"u8 : bytes, Strict)
                ?? throw new BadRequestException("the body is null; an object is needed");
        }
        catch (JsonException exception)
        {
            throw new BadRequestException($"the body is not what is needed here: {Wording.Of(exception)}");
        }
    }

    /// <summary>Unknown members, members given twice, null where a value is needed and numbers in place of words are refused.</summary>
    private static JsonSerializerOptions MakeStrict()
    {
        var strict = new JsonSerializerOptions(RegistryJson.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
        };
        strict.Converters.Clear();
        strict.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        strict.Converters.Add(new TextMap());
        return strict;
    }

    /// <summary>No list of this API has a null in it; the serializer would let it pass.</summary>
    private static void RefuseNullEntries(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = RegistryJson.Options.MaxDepth });
        var inList = new Stack<bool>();
        while (bytes.Length > 0 && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                inList.Push(reader.TokenType == JsonTokenType.StartArray);
            else if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                inList.Pop();
            else if (reader.TokenType == JsonTokenType.Null && inList.TryPeek(out var list) && list)
                throw new JsonException($"a list has null in it (at byte {reader.TokenStartIndex}); leave it out");
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBody)
            throw new BadHttpRequestException($"the body has {http.Request.ContentLength} bytes; at most {MaxBody} are taken", 413);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaxBody)
                throw new BadHttpRequestException($"the body is longer than the {MaxBody} bytes that are taken", 413);
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    /// <summary>Who sends a command, and under which id.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">All that it says beside its address.</param>
    public static CommandContext Context(HttpContext http, ReadOnlySpan<byte> body)
    {
        var caller = Caller.Of(http);
        var route = $"{http.Request.Method} {http.Request.Path}";
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return new()
        {
            CommandId = Id(http, caller.Principal, route, now),
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(route), 0, .. body])),
            Principal = caller.Principal,
            Role = caller.Role,
            At = now,
            ExpectedRevision = IfMatch(http),
            Origin = Origin(http.Connection.RemoteIpAddress),
        };
    }

    /// <summary>The caller's idempotency key, scoped to principal and route; a new id where none is given.</summary>
    private static Guid Id(HttpContext http, string principal, string route, DateTimeOffset now)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            return Guid.CreateVersion7(now);
        if (key.Length > 255)
            throw new BadRequestException($"Idempotency-Key has {key.Length} characters; at most 255 are taken");
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{principal}\0{route}\0{key}")).AsSpan(0, 16);
        (id[6], id[8]) = ((byte)((id[6] & 0x0F) | 0x80), (byte)((id[8] & 0x3F) | 0x80)); // UUIDv8: made from a hash, not from the time
        return new Guid(id, bigEndian: true);
    }

    /// <summary>An address as it stands in the log.</summary>
    public static string? Origin(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    private static long? IfMatch(HttpContext http)
    {
        var value = http.Request.Headers.IfMatch.ToString().Trim('"');
        if (value.Length == 0)
            return null;
        return long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new BadRequestException($"If-Match is '{value}'; the revision of the thing is needed, a whole number in quotes");
    }
}
