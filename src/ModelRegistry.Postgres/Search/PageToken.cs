using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core;

namespace ModelRegistry.Postgres.Search;

/// <summary>
/// Where a page ended. The next one begins after that place in the order, whatever was added or removed meanwhile; the token is good for the
/// search it came from only.
/// </summary>
internal sealed record PageToken
{
    /// <summary>Of the search.</summary>
    public required string Search { get; init; }

    /// <summary>The values by which the last row is ordered, as text.</summary>
    public required ImmutableArray<string?> Place { get; init; }

    /// <summary>What tells a search from others.</summary>
    public static string DigestOf(params ReadOnlySpan<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, 8));

    public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Form(Search, [.. Place]), RegistryJson.Options));

    /// <exception cref="PageTokenException">It is none, or of another search.</exception>
    public static PageToken Read(string text, string search, int orders, int identity)
    {
        try
        {
            var form = JsonSerializer.Deserialize<Form>(Base64Url.DecodeFromChars(text), RegistryJson.Options);
            if (form?.S is null || form.P?.Length != orders + identity || form.P[orders..].Contains(null) || form.P.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true))
                throw new PageTokenException("pageToken is none that this search has given");
            return form.S == search ? new PageToken { Search = form.S, Place = [.. form.P] } : throw new PageTokenException("pageToken belongs to another search: filter and orderBy must stay the same from page to page");
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            throw new PageTokenException("pageToken is none that a search has given", wrong);
        }
    }

    private sealed record Form(string? S, string?[]? P);
}
