using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>Reads what an MLflow server says, which may be anything. Numbers may come as text.</summary>
internal static class MlflowJson
{
    /// <exception cref="JsonException">It is not there, or no text and no number.</exception>
    public static string Text(this JsonObject thing, string member) => thing.MaybeText(member) is { Length: > 0 } text ? text : throw Wrong(thing, member, "a text");

    /// <summary>Null where there is none.</summary>
    /// <exception cref="JsonException">It is no text and no number.</exception>
    public static string? MaybeText(this JsonObject thing, string member) => thing[member] switch
    {
        null => null,
        JsonValue value => Text(value, member),
        _ => throw Wrong(thing, member, "a text"),
    };

    /// <summary>0 where there is none.</summary>
    /// <exception cref="JsonException">It is no whole number of 64 bits.</exception>
    public static long Integer(this JsonObject thing, string member) => thing.MaybeText(member) is not { } text ? 0
        : long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(thing, member, "a whole number");

    /// <summary>Empty where there is none.</summary>
    /// <exception cref="JsonException">It is no list of objects.</exception>
    public static JsonObject[] List(this JsonObject thing, string member) => thing[member] switch
    {
        null => [],
        JsonArray list when list.All(item => item is JsonObject) => [.. list.OfType<JsonObject>()],
        _ => throw Wrong(thing, member, "a list of objects"),
    };

    /// <exception cref="JsonException">It is not there, or no object.</exception>
    public static JsonObject Message(this JsonObject thing, string member) => thing[member] as JsonObject ?? throw Wrong(thing, member, "an object");

    private static string Text(JsonValue value, string member)
    {
        try
        {
            return value.ToString();
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException($"the MLflow server says half of a surrogate pair in '{member}'", half);
        }
    }

    private static JsonException Wrong(JsonObject thing, string member, string wanted)
    {
        var text = thing.ToJsonString();
        return new($"the MLflow server says {(text.Length > 200 ? text[..200] + "…" : text)}, where {wanted} is wanted as '{member}'");
    }
}
