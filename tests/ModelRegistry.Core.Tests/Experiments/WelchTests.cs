using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class WelchTests
{
    [ReferenceTheory]
    [InlineData("ab-welch-01")]
    [InlineData("ab-welch-03")]
    [InlineData("ab-welch-05")]
    [InlineData("ab-welch-07")]
    public void Compare_ReferenceCase_Agrees(string id)
    {
        var reference = ReferenceValues.Get(id);
        var result = Welch.Compare(ReferenceArm.Of(reference, "a"), ReferenceArm.Of(reference, "b"), 1 - reference.Input("alpha"));
        Assert.NotNull(result);
        reference.Check("diff", result.Difference);
        reference.Check("se", result.StandardError);
        reference.Check("t", result.T);
        reference.Check("df", result.DegreesOfFreedom);
        reference.Check("p_two_sided", result.PValue);
        reference.Check("ci", [result.Low, result.High]);
    }

    [Fact]
    public void Compare_TooLittleOrNoVariation_IsNull()
    {
        var some = SampleMoments.Of([1, 2, 3]);
        Assert.Null(Welch.Compare(some, default, 0.95));
        Assert.Null(Welch.Compare(SampleMoments.Of([1]), some, 0.95));
        Assert.Null(Welch.Compare(SampleMoments.Of([1, 1, 1]), SampleMoments.Of([2, 2]), 0.95));
        Assert.Null(Welch.Compare(SampleMoments.Of([1, double.NaN, 1]), some, 0.95));
    }

    [Fact]
    public void Compare_OneArmWithoutVariation_UsesTheOther()
    {
        var result = Welch.Compare(SampleMoments.Of([1, 1, 1]), SampleMoments.Of([2, 3, 4]), 0.95);
        Assert.NotNull(result);
        Assert.Equal(2, result.DegreesOfFreedom, 12);
        Assert.Equal(1 / Math.Sqrt(3), result.StandardError, 12);
    }
}
