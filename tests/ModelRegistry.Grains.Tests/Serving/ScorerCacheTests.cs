using Microsoft.Extensions.Options;
using ModelRegistry.Core.Serving;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Postgres;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class ScorerCacheTests
{
    private readonly MemoryArtifacts _artifacts = new() { Contents = { ["one"] = "a", ["two"] = "b", ["three"] = "c", ["empty"] = "" } };
    private readonly ScorerCache _cache;

    public ScorerCacheTests() =>
        _cache = new(_artifacts, new FlavorRegistry([new TestScorer([])]), Options.Create(new ServingOptions { MaxLoadedModels = 2 }));

    [Fact]
    public async Task Get_Twice_LoadsOnce()
    {
        var first = await _cache.GetAsync(Version("one"));
        Assert.Same(first, await _cache.GetAsync(Version("one")));
        Assert.Equal(["one"], _artifacts.Reads);
    }

    [Fact]
    public async Task Get_ByManyAtOnce_LoadsOnce()
    {
        _artifacts.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, 8).Select(_ => _cache.GetAsync(Version("one")).AsTask()).ToArray();
        _artifacts.Gate.SetResult();
        Assert.Single((await Task.WhenAll(all)).Distinct());
        Assert.Equal(["one"], _artifacts.Reads);
    }

    [Fact]
    public async Task Get_OfOneMoreThanFits_ForgetsTheLeastRecentlyUsed()
    {
        foreach (var digest in new[] { "one", "two", "one", "three", "one", "three", "two" })
            await _cache.GetAsync(Version(digest));
        Assert.Equal(["one", "two", "three", "two"], _artifacts.Reads);
    }

    [Fact]
    public async Task Get_AfterAFailure_TriesAgain()
    {
        _artifacts.Failure = new StoreUnavailableException("away");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _cache.GetAsync(Version("one")).AsTask());
        _artifacts.Failure = null;
        Assert.Equal("a", Assert.Single((await _cache.GetAsync(Version("one"))).Features));
    }

    [Theory]
    [InlineData("gone", "sum", "gone is not in the store")]
    [InlineData("empty", "sum", "empty")]
    [InlineData("one", "pickle", "'pickle' is unknown")]
    public async Task Get_OfWhatIsNoModel_SaysWhy(string digest, string flavor, string words)
    {
        var wrong = await Assert.ThrowsAsync<InvalidModelException>(() => _cache.GetAsync(Version(digest) with { Flavor = flavor }).AsTask());
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
    }

    private static RoutedVersion Version(string digest) => new() { Number = 1, Flavor = "sum", ArtifactDigest = digest };
}
