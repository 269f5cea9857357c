using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Benchmarks.Serving;

/// <summary>
/// Bodies of calls about an endless panel of 470 tickers a day: call n holds the rows n × size to n × size + size - 1, so that calls of one
/// row walk through a day and a call of 470 is a whole one. Names and numbers stay; ticker and day are written over in place.
/// </summary>
internal sealed class Panel
{
    public const int Tickers = 470;

    private static readonly DateTimeOffset FirstDay = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] _json;
    private readonly int[] _tickerAt;
    private readonly int[] _dayAt;
    private readonly int _size;

    private Panel(byte[] json, int size)
    {
        _json = json;
        _size = size;
        _tickerAt = Find("T0000"u8);
        _dayAt = Find("2000-01-01"u8);
    }

    /// <summary>Bytes of a body.</summary>
    public int Length => _json.Length;

    public static Panel OfPredictions(IReadOnlyList<string> features, int size, bool durable)
    {
        var random = new Random(1);
        return new(Write(json =>
        {
            json.WriteBoolean("durable", durable);
            Rows(json, "instances", size, () =>
            {
                json.WriteStartObject("features");
                foreach (var feature in features)
                    json.WriteNumber(feature, (float)random.NextDouble() - 0.5f);
                json.WriteEndObject();
            });
        }), size);
    }

    public static Panel OfActuals(int size)
    {
        var random = new Random(2);
        return new(Write(json => Rows(json, "actuals", size, () => json.WriteNumber("value", (float)random.NextDouble() - 0.5f))), size);
    }

    /// <summary>The same bodies for another caller.</summary>
    public Panel Copy() => new([.. _json], _size);

    /// <summary>The body of a call; it stands until the next is asked for.</summary>
    public byte[] Call(long number)
    {
        for (var i = 0; i < _size; i++)
        {
            var (day, ticker) = Math.DivRem((number * _size) + i, Tickers);
            Encoding.ASCII.GetBytes(ticker.ToString("0000", CultureInfo.InvariantCulture), _json.AsSpan(_tickerAt[i] + 1));
            FirstDay.AddDays(day).TryFormat(_json.AsSpan(_dayAt[i]), out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return _json;
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Rows(Utf8JsonWriter json, string name, int size, Action fields)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < size; i++)
        {
            json.WriteStartObject();
            json.WriteString("entity", "T0000");
            json.WriteString("asOf", "2000-01-01T21:00:00Z");
            fields();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private int[] Find(ReadOnlySpan<byte> text)
    {
        var found = new List<int>(_size);
        for (var from = 0; _json.AsSpan(from).IndexOf(text) is >= 0 and var at; from += at + text.Length)
            found.Add(from + at);
        return [.. found];
    }
}
