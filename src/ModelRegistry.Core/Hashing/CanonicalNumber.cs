using System.Globalization;

namespace ModelRegistry.Core.Hashing;

/// <summary>Numbers of RFC 8785, section 3.2.2.3: as ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20) writes an IEEE 754 double.</summary>
internal static class CanonicalNumber
{
    private const ulong LargestExact = 1UL << 53;

    /// <summary>The canonical form of a JSON number. Integers beyond ±2^53 that fit 64 bits, and what overflows a double, become text.</summary>
    public static string Format(string raw)
    {
        if (raw.AsSpan().IndexOfAny(".eE") < 0 && BeyondExact(raw) is { } digits)
            return $"\"{digits}\"";
        var value = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsFinite(value))
            return Format(value);
        return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    }

    /// <summary>The canonical form of a finite double.</summary>
    public static string Format(double value)
    {
        if (value == 0)
            return "0";
        var (digits, exponent) = Shortest(Math.Abs(value));
        return (value < 0 ? "-" : "") + Place(digits, exponent);
    }

    private static string? BeyondExact(string raw)
    {
        if (ulong.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var positive))
            return positive > LargestExact ? positive.ToString(CultureInfo.InvariantCulture) : null;
        if (long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative))
            return negative < -(long)LargestExact ? negative.ToString(CultureInfo.InvariantCulture) : null;
        return null;
    }

    /// <summary>The shortest decimal digits that read back as the value, and the n of value = 0.digits × 10^n.</summary>
    private static (string Digits, int Exponent) Shortest(double value)
    {
        // "R" is the shortest form, either plain (0.0012, 120) or with an exponent (1.2E-07).
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var shift = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var plain = e < 0 ? text : text[..e];
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var all = plain.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var leading = all.Length - digits.Length;
        return (digits.TrimEnd('0'), (point < 0 ? plain.Length : point) - leading + shift);
    }

    private static string Place(string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21)
            return digits.PadRight(n, '0');
        if (n is > 0 and <= 21)
            return $"{digits[..n]}.{digits[n..]}";
        if (n is > -6 and <= 0)
            return $"0.{new string('0', -n)}{digits}";
        var sign = n - 1 > 0 ? "+" : "-";
        var power = Math.Abs(n - 1).ToString(CultureInfo.InvariantCulture);
        return k == 1 ? $"{digits}e{sign}{power}" : $"{digits[..1]}.{digits[1..]}e{sign}{power}";
    }
}
