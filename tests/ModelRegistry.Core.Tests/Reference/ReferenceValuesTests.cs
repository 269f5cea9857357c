namespace ModelRegistry.Core.Tests.Reference;

public sealed class ReferenceValuesTests
{
    [Fact]
    public void SplitMix64_KnownSeed_GivesThePublishedVector()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }

    [ReferenceTheory]
    [InlineData("dr-adwin-05")]
    [InlineData("dr-ddm-01")]
    [InlineData("dr-adwin-01")]
    public void Series_GeneratedStream_MatchesItsCheck(string id) => Assert.NotEmpty(ReferenceValues.Get(id).Series());

    [ReferenceFact]
    public void Check_ValueOutsideTolerance_Fails()
    {
        var reference = ReferenceValues.Get("fi-ic-01");
        var want = reference.Want("ic");
        reference.Check("ic", want + 1e-10);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => reference.Check("ic", want + 1e-8));
    }
}
