using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class SampleMomentsTests
{
    [ReferenceFact]
    public void Merge_Shards_EqualsTheWhole()
    {
        var reference = ReferenceValues.Get("dr-merge-01");
        var data = reference.Series("data");
        var whole = default(SampleMoments);
        var reversed = default(SampleMoments);
        var start = 0;
        for (var shard = 0; shard < 3; shard++)
        {
            var length = (int)reference.Input($"shards.{shard}");
            var part = SampleMoments.Of(data.AsSpan(start, length));
            start += length;
            reference.Check($"shards.{shard}.mean", part.Mean);
            reference.Check($"shards.{shard}.m2", part.M2);
            whole = whole.Merge(part);
            reversed = part.Merge(reversed);
        }

        foreach (var merged in new[] { whole, reversed, SampleMoments.Of(data) })
        {
            Assert.Equal(1_000, merged.Count);
            reference.Check("whole.mean", merged.Mean);
            reference.Check("whole.m2", merged.M2);
            reference.Check("whole.variance", merged.Variance);
        }
    }

    [ReferenceFact]
    public void Variance_LargeOffset_KeepsItsDigits()
    {
        var reference = ReferenceValues.Get("dr-merge-03");
        var data = reference.Series("data");
        var merged = SampleMoments.Of(data.AsSpan(0, 1)).Merge(SampleMoments.Of(data.AsSpan(1)));
        reference.Check("mean", merged.Mean);
        reference.Check("variance", merged.Variance);
    }

    [Fact]
    public void Merge_WithNothing_ChangesNoBit()
    {
        var some = SampleMoments.Of([0.1, 0.7, 0.2]);
        Assert.Equal(some, some.Merge(default));
        Assert.Equal(some, default(SampleMoments).Merge(some));
        Assert.True(double.IsNaN(default(SampleMoments).Variance));
        Assert.True(double.IsNaN(SampleMoments.Of([1]).Variance));
    }
}
