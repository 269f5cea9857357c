using System.Globalization;
using System.Text.Json;
using ModelRegistry.Learning.Flavors;

namespace ModelRegistry.Learning.XGBoost;

/// <summary>Walks JSON that nobody vouches for, forward only, and knows where it is when something is wrong.</summary>
internal ref struct JsonCursor
{
    private const int MaxDepth = 32;
    private const int MaxProperties = 64;
    private const int MaxText = 1024;
    private readonly Stack<(string Name, HashSet<string> Seen)> _path = new();
    private Utf8JsonReader _reader;

    public JsonCursor(ReadOnlySpan<byte> json) =>
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow });

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>Where the present token begins, in bytes.</summary>
    public readonly int Start => checked((int)_reader.TokenStartIndex);

    /// <summary>Where the present token ends, in bytes.</summary>
    public readonly int End => checked((int)_reader.BytesConsumed);

    public readonly InvalidModelException Error(string what, Exception? inner = null)
    {
        var path = string.Join('.', _path.Reverse().Select(frame => frame.Name).Where(name => name.Length > 0));
        return new InvalidModelException($"{(path.Length == 0 ? "The document" : path)} (byte {_reader.TokenStartIndex}): {what}", inner);
    }

    /// <summary>Moves to the next token.</summary>
    public void Read()
    {
        if (!_reader.Read())
            throw Error("ends too early.");
    }

    /// <summary>Nothing but white space may follow.</summary>
    public void ReadEnd()
    {
        if (_reader.Read())
            throw Error("something follows the model.");
    }

    /// <summary>The present token must open an object; its properties come from <see cref="NextProperty"/>.</summary>
    public readonly void EnterObject(string name = "")
    {
        Expect(JsonTokenType.StartObject, "an object");
        _path.Push((name, new HashSet<string>(StringComparer.Ordinal)));
    }

    /// <summary>Moves to the value of the next property; false at the end of the object.</summary>
    public bool NextProperty(out string name)
    {
        Read();
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            name = "";
            _path.Pop();
            return false;
        }

        name = Text();
        var seen = _path.Peek().Seen;
        if (!seen.Add(name))
            throw Error($"'{name}' is there twice.");
        if (seen.Count > MaxProperties)
            throw Error($"more than {MaxProperties} properties.");
        Read();
        return true;
    }

    /// <summary>Moves to the next element of an array; false at its end.</summary>
    public bool NextElement()
    {
        Read();
        return _reader.TokenType != JsonTokenType.EndArray;
    }

    public readonly void EnterArray(string name) => Expect(JsonTokenType.StartArray, $"an array '{name}'");

    /// <summary>Passes over the present value, whatever it is.</summary>
    public void Skip() => _reader.Skip();

    /// <summary>The present token as text of at most 1024 bytes.</summary>
    public readonly string Text()
    {
        if (_reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw Error($"{_reader.TokenType} where text was expected.");
        if (_reader.ValueSpan.Length > MaxText)
            throw Error($"text of {_reader.ValueSpan.Length} bytes; at most {MaxText} are read.");
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException broken)
        {
            throw Error("text that is not valid UTF-8 or has half a surrogate pair.", broken);
        }
    }

    /// <summary>A whole number written as text, as XGBoost writes its parameters.</summary>
    public readonly int Count(string name, int max)
    {
        var text = Text();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > max)
            throw Error($"'{name}' is '{text}'; a whole number from 0 to {max} was expected.");
        return value;
    }

    public readonly int Integer(string name)
    {
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out var value))
            throw Error($"'{name}' holds {_reader.TokenType} '{Shown()}' where a 32-bit whole number was expected.");
        return value;
    }

    /// <summary>May be infinite where the text is beyond a float: the caller decides whether that matters.</summary>
    public readonly float Single(string name)
    {
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetSingle(out var value))
            throw Error($"'{name}' holds {_reader.TokenType} '{Shown()}' where a number was expected.");
        return value;
    }

    /// <summary>0, 1, false or true: versions of XGBoost differ.</summary>
    public readonly bool Flag(string name) => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => Integer(name) switch
        {
            0 => false,
            1 => true,
            var other => throw Error($"'{name}' holds {other}; 0 or 1 was expected."),
        },
    };

    private readonly void Expect(JsonTokenType token, string what)
    {
        if (_reader.TokenType != token)
            throw Error($"{_reader.TokenType} where {what} was expected.");
    }

    private readonly string Shown()
    {
        var span = _reader.ValueSpan;
        return System.Text.Encoding.UTF8.GetString(span.Length > 40 ? span[..40] : span);
    }
}
