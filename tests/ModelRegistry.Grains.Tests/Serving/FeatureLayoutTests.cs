using System.Collections.Frozen;
using System.Collections.Immutable;
using ModelRegistry.Contracts.Serving;
using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class FeatureLayoutTests
{
    private readonly FeatureLayout _layout = new(["a", "b"], new[] { "a", "b", "shadow_only" }.ToFrozenSet());
    private readonly float[] _row = new float[2];

    [Fact]
    public void Write_InAnyOrder_LaysOutBySignature()
    {
        Assert.Null(_layout.Write(Instance(["b", "a"], 2, 1), _row));
        Assert.Equal([1, 2], _row);
    }

    [Fact]
    public void Write_WithoutAFeature_LeavesItMissing()
    {
        _row[0] = 5;
        Assert.Null(_layout.Write(Instance(["b"], 2), _row));
        Assert.Equal([float.NaN, 2], _row);
    }

    [Fact]
    public void Write_WithAFeatureOfAnotherVersion_LeavesItOut()
    {
        Assert.Null(_layout.Write(Instance(["shadow_only", "a"], 9, 1), _row));
        Assert.Equal([1, float.NaN], _row);
    }

    [Fact]
    public void Write_ManyInstancesWithOneList_LaysEachOut()
    {
        ImmutableArray<string> names = ["b", "a"];
        Assert.Null(_layout.Write(Instance(names, 2, 1), _row));
        Assert.Null(_layout.Write(Instance(names, 4, 3), _row));
        Assert.Equal([3, 4], _row);
        Assert.Null(_layout.Write(Instance(["a", "b"], 5, 6), _row));
        Assert.Equal([5, 6], _row);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e39)]
    public void Write_AValueBeyond32Bits_IsRefusedByName(double value) =>
        Assert.Contains("feature 'a'", _layout.Write(Instance(["a"], value), _row), StringComparison.Ordinal);

    [Fact]
    public void Write_AnUnknownName_SaysWhatIsKnown() =>
        Assert.Equal("feature 'c' is not an input of the model; its inputs are a, b, shadow_only", _layout.Write(Instance(["c"], 1), _row));

    [Fact]
    public void Write_ANameTwice_IsRefused() => Assert.Equal("feature 'a' is given twice", _layout.Write(Instance(["a", "a"], 1, 1), _row));

    [Fact]
    public void Write_AfterARefusal_RefusesTheSameListAgain()
    {
        ImmutableArray<string> names = ["a", "c"];
        Assert.NotNull(_layout.Write(Instance(names, 1, 1), _row));
        Assert.NotNull(_layout.Write(Instance(names, 1, 1), _row));
    }

    [Fact]
    public void Write_MoreNamesThanValues_IsRefused() => Assert.Equal("2 feature names but 1 values", _layout.Write(Instance(["a", "b"], 1), _row));

    private static PredictInstance Instance(ImmutableArray<string> names, params double[] values) => new() { Names = names, Values = [.. values] };
}
