using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Tests.Hashing;

public sealed class CanonicalJsonTests
{
    // RFC 8785, appendix B: the bits of a double and its text.
    [Theory]
    [InlineData(0x0000000000000000UL, "0")]
    [InlineData(0x8000000000000000UL, "0")]
    [InlineData(0x0000000000000001UL, "5e-324")]
    [InlineData(0x8000000000000001UL, "-5e-324")]
    [InlineData(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffffUL, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000UL, "9007199254740992")]
    [InlineData(0xc340000000000000UL, "-9007199254740992")]
    [InlineData(0x4430000000000000UL, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6UL, "1e+23")]
    [InlineData(0x44b52d02c7e14af7UL, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4fUL, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50UL, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [InlineData(0x41b3de4355555553UL, "333333333.3333332")]
    [InlineData(0x41b3de4355555554UL, "333333333.33333325")]
    [InlineData(0x41b3de4355555555UL, "333333333.3333333")]
    [InlineData(0x41b3de4355555556UL, "333333333.3333334")]
    [InlineData(0x41b3de4355555557UL, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959UL, "1424953923781206.2")]
    public void Format_SampleOfTheRfc_IsItsText(ulong bits, string expected)
        => Assert.Equal(expected, CanonicalNumber.Format(BitConverter.UInt64BitsToDouble(bits)));

    // RFC 8785, section 3.2.3.
    [Fact]
    public void Canonicalize_SampleOfTheRfc_SortsByUtf16CodeUnits()
    {
        const string Json = """
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
             "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """;
        var values = JsonDocument.Parse(CanonicalJson.Canonicalize(Json)).RootElement.EnumerateObject().Select(p => p.Value.GetString());
        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            values);
    }

    // RFC 8785, section 3.2.2.
    [Fact]
    public void Canonicalize_LiteralsStringsAndNumbers_AreTheBytesOfTheRfc()
    {
        const string Json = """
            { "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }
            """;
        const string Expected = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""";
        Assert.Equal(Expected, Text(Json));
    }

    [Theory]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "\"9007199254740993\"")]
    [InlineData("-9007199254740993", "\"-9007199254740993\"")]
    [InlineData("9223372036854775807", "\"9223372036854775807\"")]
    [InlineData("-9223372036854775808", "\"-9223372036854775808\"")]
    [InlineData("18446744073709551615", "\"18446744073709551615\"")]
    [InlineData("18446744073709551616", "18446744073709552000")]
    [InlineData("1e400", "\"Infinity\"")]
    [InlineData("-1e400", "\"-Infinity\"")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("100e-2", "1")]
    public void Canonicalize_NumberForms_HaveOneText(string json, string expected) => Assert.Equal(expected, Text(json));

    [Fact]
    public void Serialize_NonFinite_IsText()
        => Assert.Equal("""["NaN","Infinity","-Infinity"]""", Encoding.UTF8.GetString(CanonicalJson.Serialize(new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })));

    [Fact]
    public void Canonicalize_KeyTwice_NamesItAndItsPlace()
    {
        var error = Assert.Throws<FormatException>(() => CanonicalJson.Canonicalize("""{"a":[{"b":1,"\u0062":2}]}"""));
        Assert.Contains("'b' occurs twice in the object at $.a[0]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    public void Canonicalize_UnpairedSurrogate_IsRefused(string json)
        => Assert.Contains("unpaired surrogate", Assert.Throws<FormatException>(() => CanonicalJson.Canonicalize(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("1 2")]
    public void Canonicalize_NotJson_IsRefused(string json) => Assert.Throws<FormatException>(() => CanonicalJson.Canonicalize(json));

    [Fact]
    public void Format_AnyFiniteDouble_ReadsBackTheSame() => Prop.ForAll<ulong>(bits =>
    {
        var value = BitConverter.UInt64BitsToDouble(bits);
        return !double.IsFinite(value) || double.Parse(CanonicalNumber.Format(value), CultureInfo.InvariantCulture) == value;
    }).Check(Quick);

    [Fact]
    public void Canonicalize_AnyKeyOrderAndSpacing_GivesTheSameBytes() => Prop.ForAll(
        ArbMap.Default.ArbFor<Dictionary<NonNull<string>, double>>(), ArbMap.Default.ArbFor<int>(), (members, seed) =>
        {
            var pairs = members.Where(m => IsWhole(m.Key.Get) && double.IsFinite(m.Value)).ToArray();
            var one = new JsonObject(pairs.Select(p => KeyValuePair.Create(p.Key.Get, (JsonNode?)JsonValue.Create(p.Value))));
            new Random(seed).Shuffle(pairs);
            var other = new JsonObject(pairs.Select(p => KeyValuePair.Create(p.Key.Get, (JsonNode?)JsonValue.Create(p.Value))));
            return Text(one.ToJsonString()) == Text(other.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        }).Check(Quick);

    [Fact]
    public void Canonicalize_AnyText_KeepsItExactlyAndIsIdempotent() => Prop.ForAll<NonNull<string>>(text =>
    {
        if (!IsWhole(text.Get))
            return true;
        var once = Text(JsonSerializer.Serialize(text.Get));
        return JsonSerializer.Deserialize<string>(once) == text.Get && Text(once) == once;
    }).Check(Quick);

    [Fact]
    public void OfCanonical_DifferentValue_DiffersAndIsWellFormed()
    {
        var one = Digest.OfCanonical(new { a = 1, b = "x" });
        Assert.Equal(Digest.OfJson("""{ "b": "x", "a": 1.0 }"""), one);
        Assert.NotEqual(Digest.OfJson("""{ "b": "x", "a": "1" }"""), one);
        Assert.True(Digest.IsWellFormed(one));
        Assert.False(Digest.IsWellFormed(one.ToUpperInvariant()));
        Assert.False(Digest.IsWellFormed(one[1..]));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Digest.Of([]));
    }

    private static Config Quick => Config.QuickThrowOnFailure.WithMaxTest(500);

    private static string Text(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(json));

    private static bool IsWhole(string text)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
