using System.Text.Json;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Core.Tests.Reference;

/// <summary>Values computed elsewhere (scipy, statsmodels, the projects each case names) that the statistics must reproduce.</summary>
internal static class ReferenceValues
{
    private static readonly Lazy<Dictionary<string, ReferenceCase>> Cases = new(Load);

    /// <summary>Null when the reference values are there, otherwise why they cannot be compared.</summary>
    public static string? WhyAbsent { get; } = SharedFolder.WhyAbsent("reference", "statistics.json");

    public static ReferenceCase Get(string id) =>
        Cases.Value.TryGetValue(id, out var found) ? found : throw new KeyNotFoundException($"No reference case '{id}'");

    public static IEnumerable<ReferenceCase> Family(string family) =>
        Cases.Value.Values.Where(c => string.Equals(c.Family, family, StringComparison.Ordinal));

    private static Dictionary<string, ReferenceCase> Load()
    {
        using var stream = File.OpenRead(SharedFolder.PathOf("reference", "statistics.json"));
        using var document = JsonDocument.Parse(stream);
        var cases = document.RootElement.GetProperty("cases").Clone();
        return cases.EnumerateArray().Select(c => new ReferenceCase(c)).ToDictionary(c => c.Id, StringComparer.Ordinal);
    }
}
