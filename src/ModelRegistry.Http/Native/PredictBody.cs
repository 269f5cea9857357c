using System.Collections.Immutable;
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

    private PredictBody(ReadOnlySpan<byte> json)
    {
        _reader = new Utf8JsonReader(json);
        _names = [];
    }

    /// <exception cref="BadRequestException">Says where the body is not what API.md describes.</exception>
    public static PredictRequest Parse(string model, ReadOnlySpan<byte> json)
    {
        try
        {
            return new PredictBody(json).Request(model);
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
                "featureGraphHash" => request with { FeatureGraphHash = _reader.GetString() },
                "version" => request with { Version = _reader.TokenType == JsonTokenType.Null ? null : _reader.GetInt32() },
                "durable" => request with { Durable = _reader.TokenType != JsonTokenType.Null && _reader.GetBoolean() },
                _ => throw new JsonException($"'{field}' is not known; instances, featureGraphHash, version and durable are"),
            };
        }

        return _reader.Read() ? throw new JsonException("something follows the body") : request;
    }

    private ImmutableArray<PredictInstance> Instances()
    {
        Is(JsonTokenType.StartArray, "instances");
        var instances = ImmutableArray.CreateBuilder<PredictInstance>();
        while (Next() != JsonTokenType.EndArray)
            instances.Add(Instance(instances.Count));
        return instances.ToImmutable();
    }

    private PredictInstance Instance(int index)
    {
        Is(JsonTokenType.StartObject, $"instances[{index}]");
        var instance = new PredictInstance();
        while (Next() != JsonTokenType.EndObject)
        {
            var field = _reader.GetString();
            Next();
            instance = field switch
            {
                "entity" => instance with { Entity = _reader.GetString() },
                "asOf" => instance with { AsOf = _reader.TokenType == JsonTokenType.Null ? null : _reader.GetDateTimeOffset() },
                "unit" => instance with { Unit = _reader.GetString() },
                "features" => Features(instance, index),
                _ => throw new JsonException($"instances[{index}].{field} is not known; entity, asOf, unit and features are"),
            };
        }

        return instance;
    }

    private PredictInstance Features(PredictInstance instance, int index)
    {
        Is(JsonTokenType.StartObject, $"instances[{index}].features");
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
        return instance with { Names = _names, Values = [.. _values] };
    }

    private double Value(int index, string name) => _reader.TokenType switch
    {
        JsonTokenType.Number => _reader.GetDouble(),
        JsonTokenType.Null => double.NaN,
        JsonTokenType.True => 1,
        JsonTokenType.False => 0,
        JsonTokenType.String when _reader.ValueTextEquals("NaN"u8) => double.NaN,
        _ => throw new JsonException($"instances[{index}].features['{name}'] is not a number; numbers, true, false and null (missing) are taken"),
    };

    private JsonTokenType Next() => _reader.Read() ? _reader.TokenType : throw new JsonException("the body ends too early");

    private void Expect(JsonTokenType type, string what)
    {
        Next();
        Is(type, what);
    }

    private readonly void Is(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
            throw new JsonException($"{what} is {_reader.TokenType}; {type} is needed");
    }
}
