using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class AssignmentTests
{
    // printf 'seed-1\0AAPL|2016-01-04' | sha256sum: the first 8 bytes modulo 10,000, taken outside this code.
    [Theory]
    [InlineData("seed-1", "AAPL|2016-01-04", 9996)]
    [InlineData("", "", 3192)]
    [InlineData("sämen", "日本|2016-01-04", 9930)]
    public void BucketOf_KnownUnit_IsTheHashModuloTheBuckets(string seed, string unit, int bucket) =>
        Assert.Equal(bucket, Assignment.BucketOf(seed, unit));

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(5_000)]
    public void BucketOf_AnyLength_EqualsThePlainComputation(int length)
    {
        var unit = new string('ü', length);
        var digest = SHA256.HashData([.. "s"u8, 0, .. Encoding.UTF8.GetBytes(unit)]);
        var expected = (int)(BinaryPrimitives.ReadUInt64BigEndian(digest) % 10_000);
        Assert.Equal(expected, Assignment.BucketOf("s", unit));
    }

    [Fact]
    public void BucketOf_SeedAndUnitShareNoBoundary_DifferentSplitsDiffer() =>
        Assert.NotEqual(Assignment.BucketOf("ab", "c"), Assignment.BucketOf("a", "bc"));

    [Fact]
    public void BucketOf_ManyUnits_FillsTheHalvesEvenly()
    {
        var lower = Enumerable.Range(0, 20_000).Count(i => Assignment.BucketOf("even", $"unit-{i}") < 5_000);
        Assert.InRange(lower, 9_700, 10_300);
    }
}
