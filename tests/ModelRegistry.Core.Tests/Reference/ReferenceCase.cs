using System.Globalization;
using System.Text.Json;

namespace ModelRegistry.Core.Tests.Reference;

/// <summary>One case of the reference values: inputs, what is expected of them, and how near is near enough.</summary>
internal sealed class ReferenceCase(JsonElement root)
{
    public string Id => root.GetProperty("id").GetString()!;

    public string Family => root.GetProperty("family").GetString()!;

    public JsonElement Inputs => root.GetProperty("inputs");

    public JsonElement Expected => root.GetProperty("expected");

    public JsonElement Tolerance => root.GetProperty("tolerance");

    /// <summary>The whole of <c>inputs</c> as one series, where it is a generator or a string of digits itself.</summary>
    public double[] Series() => GeneratedInput.Read(Inputs);

    /// <summary>An input as numbers: a list, a string of digits or a generator. <paramref name="path"/> is dotted, <c>vectors.0.counts</c>.</summary>
    public double[] Series(string path) => GeneratedInput.Read(At(Inputs, path));

    /// <summary>One number of the inputs.</summary>
    public double Input(string path) => GeneratedInput.Number(At(Inputs, path));

    /// <summary>One number that is expected; NaN where it is undefined.</summary>
    public double Want(string path) => GeneratedInput.Number(At(Expected, path));

    /// <summary>How many elements the expected list at the path has.</summary>
    public int Count(string path) => At(Expected, path).GetArrayLength();

    /// <summary>Fails unless <paramref name="got"/> is within the case's tolerance of the number expected at the path.</summary>
    public void Check(string path, double got) => Check(path, got, Want(path));

    /// <summary>Checks a list against the expected list at the path, lengths included.</summary>
    public void Check(string path, IReadOnlyList<double> got)
    {
        Assert.Equal(Count(path), got.Count);
        for (var i = 0; i < got.Count; i++) Check(string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"), got[i]);
    }

    private void Check(string path, double got, double want)
    {
        var near = double.IsFinite(want) ? Math.Abs(got - want) <= Allowance(path, want) : got.Equals(want);
        Assert.True(near, string.Create(CultureInfo.InvariantCulture, $"{Id} {path}: got {got:R}, want {want:R}, tolerance {Tolerance.GetRawText()}"));
    }

    /// <summary>abs + rel·|want|; for p-values p_rel·|want| alone where given; nothing where only exactness is stated.</summary>
    private double Allowance(string path, double want)
    {
        double Term(string name) => Tolerance.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        var key = path.Split('.').Last(part => !char.IsAsciiDigit(part[0]));
        var isP = key is "p" || key.StartsWith("p_", StringComparison.Ordinal);
        if (isP && Tolerance.TryGetProperty("p_rel", out var relative)) return relative.GetDouble() * Math.Abs(want);
        return Term("abs") + (Term("rel") * Math.Abs(want));
    }

    private static JsonElement At(JsonElement element, string path)
    {
        foreach (var part in path.Split('.'))
        {
            element = element.ValueKind == JsonValueKind.Array
                ? element[int.Parse(part, CultureInfo.InvariantCulture)]
                : element.TryGetProperty(part, out var child) ? child : throw new KeyNotFoundException($"No '{part}' of '{path}' in {element.GetRawText()}");
        }

        return element;
    }
}
