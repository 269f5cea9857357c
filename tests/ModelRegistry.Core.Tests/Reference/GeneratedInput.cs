using System.Globalization;
using System.Text.Json;

namespace ModelRegistry.Core.Tests.Reference;

/// <summary>Turns one input of a reference case into numbers: a list, a string of digits, or a generator with its parameters.</summary>
internal static class GeneratedInput
{
    /// <exception cref="InvalidDataException">The input is of no known form, or does not match the check it carries.</exception>
    public static double[] Read(JsonElement input)
    {
        var values = input.ValueKind switch
        {
            JsonValueKind.Array => [.. input.EnumerateArray().Select(Number)],
            JsonValueKind.Object when input.TryGetProperty("stream_digits", out var digits) => Digits(digits.GetString()!),
            JsonValueKind.Object when input.TryGetProperty("generator", out var name) => Generate(name.GetString()!, input),
            _ => throw new InvalidDataException($"Not a list of numbers nor a generator: {input.GetRawText()}"),
        };
        if (input.ValueKind == JsonValueKind.Object && input.TryGetProperty("check", out var check)) Verify(values, check);
        return values;
    }

    /// <summary>A number, <c>"Infinity"</c>, or null (undefined) as NaN.</summary>
    public static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => double.NaN,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        },
        _ => throw new InvalidDataException($"Not a number: {value.GetRawText()}"),
    };

    private static double[] Digits(string digits) => [.. digits.Select(c => (double)(c - '0'))];

    private static double[] Generate(string name, JsonElement input)
    {
        var random = new SplitMix64(input.GetProperty("seed").GetUInt64());
        if (!string.Equals(name, "segments", StringComparison.Ordinal)) return Segment(name, input, random);
        var kind = input.GetProperty("kind").GetString()!;
        return [.. input.GetProperty("segments").EnumerateArray().SelectMany(s => Segment(kind, s, random))];
    }

    private static double[] Segment(string kind, JsonElement input, SplitMix64 random)
    {
        var count = input.GetProperty("n").GetInt32();
        double Value(string name) => input.GetProperty(name).GetDouble();
        return kind switch
        {
            "uniform" => SplitMix64.Fill(count, random.Uniform),
            "ih12" => SplitMix64.Fill(count, () => random.Normal(Value("mu"), Value("sd"))),
            "bern" => SplitMix64.Fill(count, () => random.Bernoulli(Value("p"))),
            "exp" => SplitMix64.Fill(count, () => random.Exponential(Value("scale"))),
            _ => throw new InvalidDataException($"No generator '{kind}': draw from SplitMix64 by its description"),
        };
    }

    private static void Verify(double[] values, JsonElement check)
    {
        var first = check.GetProperty("first3").EnumerateArray().Select(Number).ToArray();
        var sum = check.GetProperty("sum").GetDouble();
        var same = values.Length == check.GetProperty("n").GetInt32()
            && values.AsSpan(0, first.Length).SequenceEqual(first)
            && values[^1].Equals(check.GetProperty("last").GetDouble())
            && Math.Abs(values.Sum() - sum) <= 1e-9 * Math.Max(1, Math.Abs(sum));
        if (!same) throw new InvalidDataException($"Generated values do not match their check {check.GetRawText()}");
    }
}
