using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.XGBoost;

namespace ModelRegistry.Learning.Tests.XGBoost;

/// <summary>Seeded damage to a real model: whatever comes out is either refused in words or scores finite numbers.</summary>
public sealed partial class FuzzTests
{
    private static readonly string[] Tokens =
        ["-1", "0", "1", "2", "7", "1000000000", "-2147483648", "2147483647", "4294967295", "1e39", "-1e38", "1e-50", "null", "true", "\"\"", "\"1000000000\"", "[]", "{}", "NaN", "0.5"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_DamagedModel_RefusesOrScoresFinite(int seed)
    {
        var random = new Random(seed);
        var whole = TrainedModel.Json();
        var rows = TrainedModel.Rows(8, seed: 5);
        var scores = new float[8];
        var (refused, scored) = (0, 0);
        for (var i = 0; i < 1_500; i++)
        {
            var damaged = Damage(whole, random);
            try
            {
                var model = XGBoostReader.Read(damaged);
                if (model.FeatureCount != TrainedModel.Features.Length)
                    continue;
                model.Score(rows, scores);
                Assert.All(scores, score => Assert.True(float.IsFinite(score)));
                scored++;
            }
            catch (InvalidModelException)
            {
                refused++;
            }
        }

        Assert.True(refused > 500 && scored > 50, $"refused {refused}, scored {scored}: the damage is too light or too heavy to say anything");
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var times = random.Next(1, 4);
        var bytes = whole;
        for (var i = 0; i < times; i++)
        {
            bytes = random.Next(6) switch
            {
                0 => Flip(bytes, random),
                1 => Cut(bytes, random),
                2 => Repeat(bytes, random),
                _ => ReplaceNumber(bytes, random),
            };
        }

        return bytes;
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var copy = (byte[])bytes.Clone();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Cut(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length - 1);
        var length = random.Next(1, Math.Min(40, bytes.Length - start));
        return [.. bytes[..start], .. bytes[(start + length)..]];
    }

    private static byte[] Repeat(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length - 1);
        var length = random.Next(1, Math.Min(200, bytes.Length - start));
        return [.. bytes[..(start + length)], .. bytes[start..]];
    }

    private static byte[] ReplaceNumber(byte[] bytes, Random random)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var numbers = Number().Matches(text);
        var chosen = numbers[random.Next(numbers.Count)];
        var other = random.Next(3) == 0 ? random.Next(-3, 20).ToString(CultureInfo.InvariantCulture) : Tokens[random.Next(Tokens.Length)];
        return Encoding.Latin1.GetBytes(string.Concat(text.AsSpan(0, chosen.Index), other, text.AsSpan(chosen.Index + chosen.Length)));
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(E-?\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Number();
}
