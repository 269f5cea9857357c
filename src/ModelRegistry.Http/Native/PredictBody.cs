using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ModelRegistry.Contracts.Serving;

namespace ModelRegistry.Http.Native;

/// <summary>
/// Reads the body of a predict call straight from UTF-8: this is the hot path, and a body holds hundreds of rows whose feature names are the
/// same ones in the same order, kept once.
/// </summary>
internal ref struct PredictBody
{
    private Utf8JsonReader _reader;
    private ImmutableArray<string> _names;
    private readonly List<string> _nameBuffer = [];
    private readonly List<double> _values = [];
    private string? _selector;
    private bool _instancesGiven;

    private PredictBody(ReadOnlySpan<byte> json)
    {
        _reader = new Utf8JsonReader(json);
        _names = [];
    }

    /// <param name="selector">What the body says of the version where that is no number: a semantic version, <c>@alias</c>, a stage or <c>latest</c>.</param>
    /// <exception cref="BadRequestException">Says where the body is not what API.md describes.</exception>
    public static PredictRequest Parse(string model, ReadOnlySpan<byte> json, out string? selector)
    {
        try
        {
            if (json.IsEmpty)
                throw new JsonException("it is empty");
            var body = new PredictBody(json);
            var request = body.Request(model);
            selector = body._selector;
            return request;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new BadRequestException($"the body is not what is needed here: {exception.Message}");
        }
    }

    private PredictRequest Request(string model)
    {
        var request = new PredictRequest { Model = model };
        Expect(JsonTokenType.StartObject, "the body");
        while (Next() != JsonTokenType.EndObject)
        {
            var field = _reader.GetString();
            Next();
            request = field switch
            {
                "instances" => request with { Instances = Instances() },
                "featureGraphHash" => request with { FeatureGraphHash = Text(field) },
                "version" => request with { Version = Version() },
                "durable" => request with { Durable = Flag(field) },
                _ => throw new JsonException($"'{field}' is not known; instances, featureGraphHash, version and durable are"),
            };
        }

        return _reader.Read() ? throw new JsonException("something follows the body") : request;
    }

    private ImmutableArray<PredictInstance> Instances()
    {
        Is(JsonTokenType.StartArray, "instances");
        if (_instancesGiven)
            throw new JsonException("instances is given twice");
        _instancesGiven = true;
        var instances = ImmutableArray.CreateBuilder<PredictInstance>();
        while (Next() != JsonTokenType.EndArray)
            instances.Add(Instance(instances.Count));
        return instances.DrainToImmutable();
    }

    private PredictInstance Instance(int index)
    {
        IsObject(index, "");
        string? entity = null, unit = null;
        DateTimeOffset? asOf = null;
        ImmutableArray<string> names = [];
        ImmutableArray<double> values = [];
        while (Next() != JsonTokenType.EndObject)
        {
            var field = _reader.GetString();
            Next();
            switch (field)
            {
                case "entity": entity = Text(field, index); break;
                case "asOf": asOf = Time(index); break;
                case "unit": unit = Text(field, index); break;
                case "features": (names, values) = Features(index); break;
                default: throw new JsonException($"instances[{index}].{field} is not known; entity, asOf, unit and features are");
            }
        }

        return new() { Entity = entity, AsOf = asOf, Unit = unit, Names = names, Values = values };
    }

    private (ImmutableArray<string> Names, ImmutableArray<double> Values) Features(int index)
    {
        IsObject(index, ".features");
        _values.Clear();
        _nameBuffer.Clear();
        var same = true;
        while (Next() != JsonTokenType.EndObject)
        {
            var place = _values.Count;
            same = same && place < _names.Length && _reader.ValueTextEquals(_names[place]);
            _nameBuffer.Add(same ? _names[place] : _reader.GetString()!);
            Next();
            _values.Add(Value(index, _nameBuffer[place]));
        }

        if (!same || _values.Count != _names.Length)
            _names = [.. _nameBuffer];
        return (_names, [.. _values]);
    }

    private readonly string? Text(string field, int? index = null) => _reader.TokenType is JsonTokenType.String or JsonTokenType.Null
        ? _reader.GetString()
        : throw new JsonException($"{(index is null ? "" : $"instances[{index}].")}{field} is {_reader.TokenType}; text is needed");

    private readonly DateTimeOffset? Time(int index)
    {
        if (_reader.TokenType == JsonTokenType.Null)
            return null;
        return _reader.TokenType == JsonTokenType.String && _reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new JsonException($"instances[{index}].asOf is {Encoding.UTF8.GetString(_reader.ValueSpan)}; a time such as 2015-01-02T00:00:00Z is needed");
    }

    private readonly bool Flag(string field) => _reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw new JsonException($"{field} is {_reader.TokenType}; true or false is needed"),
    };

    private int? Version()
    {
        _selector = null;
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                _selector = _reader.GetString();
                return null;
            case JsonTokenType.Number when _reader.TryGetInt32(out var number):
                return number;
            default:
                throw new JsonException($"version is {Encoding.UTF8.GetString(_reader.ValueSpan)}; a version number, a semantic version, @alias, a stage or latest is needed");
        }
    }

    private double Value(int index, string name) => _reader.TokenType switch
    {
        JsonTokenType.Number => _reader.GetDouble(),
        JsonTokenType.Null => double.NaN,
        JsonTokenType.True => 1,
        JsonTokenType.False => 0,
        JsonTokenType.String when _reader.ValueTextEquals("NaN"u8) => double.NaN,
        _ => throw new JsonException($"instances[{index}].features['{name}'] is {_reader.TokenType}; numbers, true, false and null or \"NaN\" (missing) are taken"),
    };

    private JsonTokenType Next() => _reader.Read() ? _reader.TokenType : throw new JsonException("the body ends too early");

    private void Expect(JsonTokenType type, string what)
    {
        Next();
        Is(type, what);
    }

    // Called for every instance: the text is made only when it is needed.
    private readonly void IsObject(int index, string field)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            Is(JsonTokenType.StartObject, $"instances[{index}]{field}");
    }

    private readonly void Is(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
            throw new JsonException($"{what} is {_reader.TokenType}; {type} is needed");
    }
}
