using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Tests.Reference;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class TwoProportionsTests
{
    [ReferenceTheory]
    [InlineData("ab-2prop-01")]
    [InlineData("ab-2prop-03")]
    [InlineData("ab-2prop-05")]
    public void Compare_ReferenceCase_Agrees(string id)
    {
        var reference = ReferenceValues.Get(id);
        long Input(string name) => (long)reference.Input(name);
        var confidence = 1 - reference.Input("alpha");
        var result = TwoProportions.Compare(Input("success_a"), Input("n_a"), Input("success_b"), Input("n_b"), confidence);
        Assert.NotNull(result);
        reference.Check("diff", result.Difference);
        reference.Check("z_pooled", result.Z);
        reference.Check("p_pooled", result.PValue);
        reference.Check("se_unpooled", result.StandardError);
        reference.Check("wald_ci", [result.Wald.Low, result.Wald.High]);
        reference.Check("newcombe_ci", [result.Newcombe.Low, result.Newcombe.High]);
        foreach (var arm in new[] { "a", "b" })
        {
            var (low, high) = TwoProportions.Wilson(Input($"success_{arm}"), Input($"n_{arm}"), confidence);
            reference.Check($"wilson_{arm}", [low, high]);
        }
    }

    [Theory]
    [InlineData(0, 0, 1, 2)]
    [InlineData(0, 5, 0, 9)]
    [InlineData(5, 5, 9, 9)]
    public void Compare_NothingToCompare_IsNull(long successesA, long trialsA, long successesB, long trialsB) =>
        Assert.Null(TwoProportions.Compare(successesA, trialsA, successesB, trialsB, 0.95));

    [Fact]
    public void Compare_MoreSuccessesThanTrials_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoProportions.Compare(3, 2, 1, 2, 0.95));
}
