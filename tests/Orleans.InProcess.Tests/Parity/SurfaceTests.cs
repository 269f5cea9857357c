namespace GrainRuntime.Tests.Parity;

public sealed class SurfaceTests
{
    private const string Listing = "Parity/Surface.txt";

    /// <summary>What others build on changes on purpose only.</summary>
    [Fact]
    public async Task Surface_OfThisRuntime_IsTheOneListed()
    {
        var folder = Path.GetDirectoryName(typeof(SurfaceTests).Assembly.Location)!;
        var listed = await File.ReadAllLinesAsync(Path.Combine(folder, Listing));
        string[] found = [.. Surface.Of(typeof(Grain).Assembly)];
        if (!found.SequenceEqual(listed, StringComparer.Ordinal))
        {
            var actual = Path.Combine(folder, "Surface.actual.txt");
            await File.WriteAllLinesAsync(actual, found);
            Assert.Fail(
                $"""
                The public surface of Orleans.InProcess is not the one listed.
                New: {string.Join("\n     ", found.Except(listed, StringComparer.Ordinal))}
                Gone: {string.Join("\n      ", listed.Except(found, StringComparer.Ordinal))}
                If that is on purpose: cp {actual} tests/Orleans.InProcess.Tests/{Listing}
                and compare it with Orleans: dotnet test tests/Orleans.InProcess.Tests -p:CompareWithOrleans=true --filter Parity
                """);
        }
    }
}
