using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ModelRegistry.Core.Tracking;

namespace ModelRegistry.Http.Mlflow;

/// <summary>
/// A message of MLflow's protocol as JSON: a member that is null or left out is not set, unknown ones are ignored, numbers may be given as text, and a member given
/// twice counts as the last one. A body that was no object has nothing set.
/// </summary>
internal readonly struct MlflowMessage(JsonElement json, string path = "", int place = -1, bool fromQuery = false)
{
    private const string SeeDocs = " See the API docs for more information about request parameters.";

    /// <summary>The whole message as it was sent.</summary>
    public ReadOnlySpan<byte> Bytes => JsonMarshal.GetRawUtf8Value(json);

    /// <summary>For calls that need nothing: what is no object must not count as an empty one.</summary>
    /// <exception cref="TrackingException">The body is no JSON object.</exception>
    public void MustBeObject()
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw TrackingException.Invalid("Bad Request. The body is no JSON object.");
    }

    /// <summary>A text; null when it is not set.</summary>
    /// <exception cref="TrackingException">It is none, or one that nothing can hold.</exception>
    public string? Text(string name) => Find(name) is { } value ? Text(value, name) : null;

    /// <summary>A text that is set and not empty.</summary>
    /// <exception cref="TrackingException">It is not.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    /// <exception cref="TrackingException">It is no whole number of 64 bits.</exception>
    public long? Integer(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.Number when value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) < 1L << 62 => (long)number,
            JsonValueKind.String when long.TryParse(Text(value, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Invalid(name, value),
        };
    }

    /// <summary>True or false; false when it is not set.</summary>
    /// <exception cref="TrackingException">It is neither.</exception>
    public bool Flag(string name) => Find(name) is { } value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag,
        _ => throw Invalid(name, value),
    };

    /// <summary>A number, or the texts NaN, Infinity and -Infinity.</summary>
    /// <exception cref="TrackingException">It is none.</exception>
    public double? Number(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            JsonValueKind.String when double.TryParse(Text(value, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Invalid(name, value),
        };
    }

    /// <summary>One of the words of an enumeration, or its number.</summary>
    /// <exception cref="TrackingException">It is neither.</exception>
    public T? Word<T>(string name, Func<string, T?> parse)
        where T : struct, Enum
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.String && parse(Text(value, name)) is { } word)
            return word;
        var number = value.ValueKind == JsonValueKind.Number || fromQuery ? Integer(name) : null;
        return number is >= 0 and < int.MaxValue && Enum.IsDefined((T)Enum.ToObject(typeof(T), number)) ? (T)Enum.ToObject(typeof(T), number) : throw Invalid(name, value);
    }

    /// <summary>The messages of a list; null when it is not set.</summary>
    /// <exception cref="TrackingException">It is no list of objects.</exception>
    public List<MlflowMessage>? Messages(string name)
    {
        if (List(name) is not { } values)
            return null;
        var messages = new List<MlflowMessage>(values.Count);
        foreach (var value in values)
        {
            messages.Add(value.ValueKind == JsonValueKind.Object
                ? new MlflowMessage(value, path.Length == 0 ? name : Path + name, messages.Count)
                : throw Invalid(FormattableString.Invariant($"{name}[{messages.Count}]"), value));
        }

        return messages;
    }

    /// <summary>The texts of a list; none when it is not set.</summary>
    /// <exception cref="TrackingException">It is no list of texts.</exception>
    public List<string> Texts(string name)
    {
        var at = this;
        return List(name)?.ConvertAll(value => at.Text(value, name)) ?? [];
    }

    /// <summary>The message within; null when it is not set.</summary>
    /// <exception cref="TrackingException">It is no object.</exception>
    public MlflowMessage? Message(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new MlflowMessage(value, $"{Path}{name}.") : throw Invalid(name, value);

    /// <summary>What is said when something that is needed is not set.</summary>
    public TrackingException Missing(string name) => TrackingException.Invalid($"Missing value for required parameter '{Path}{name}'.{SeeDocs}");

    /// <summary>What leads here, such as <c>metrics[3].</c>; made only when something is wrong.</summary>
    private string Path => place < 0 ? path : FormattableString.Invariant($"{path}[{place}].");

    private List<JsonElement>? List(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray()];
        return fromQuery ? [value] : throw Invalid(name, value);
    }

    private JsonElement? Find(string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException)
        {
            throw TrackingException.Invalid($"Invalid parameter '{Path}': one of its names has half of a surrogate pair.{SeeDocs}");
        }
    }

    private string Text(JsonElement value, string name)
    {
        // MLflow's server takes these as numbers too, which its first clients sent.
        if (value.ValueKind == JsonValueKind.Number && (name is "experiment_id" or "experiment_ids"))
            return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String)
            throw Invalid(name, value);
        try
        {
            var text = value.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw NoText(name) : text;
        }
        catch (InvalidOperationException)
        {
            throw NoText(name);
        }
    }

    private TrackingException NoText(string name) => TrackingException.Invalid($"Invalid value for parameter '{Path}{name}' supplied: it has a NUL character or half of a surrogate pair, which cannot be stored.");

    private TrackingException Invalid(string name, JsonElement value)
    {
        var raw = value.GetRawText();
        return TrackingException.Invalid($"Invalid value {(raw.Length > 250 ? raw[..250] + "…" : raw)} for parameter '{Path}{name}' supplied: Hint: Value was of type '{Kind(value.ValueKind)}'.{SeeDocs}");
    }

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "dict",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "str",
        JsonValueKind.Number => "number",
        _ => "bool",
    };
}
