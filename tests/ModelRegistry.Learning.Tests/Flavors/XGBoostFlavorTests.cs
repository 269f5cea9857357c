using System.Text;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.Tests.XGBoost;

namespace ModelRegistry.Learning.Tests.Flavors;

public sealed class XGBoostFlavorTests
{
    private static readonly XGBoostFlavor Flavor = new();

    [Fact]
    public void Load_ModelWithNames_TakesThem() => Assert.Equal(TrainedModel.Features, Flavor.Load(TrainedModel.Json()).Features);

    [Fact]
    public void Load_ModelWithoutNames_CallsThemAsXGBoostDoes() => Assert.Equal("f0", Assert.Single(Flavor.Load(HandMade.Stump()).Features));

    [Fact]
    public void Load_Wrapped_TakesTheNamesOfTheWrapper()
    {
        var scorer = Flavor.Load(Wrap("""["größe"]""", HandMade.Stump()));
        var scores = new float[2];

        scorer.Score([0, 1], 2, scores);

        Assert.Equal("größe", Assert.Single(scorer.Features));
        Assert.Equal([1f, 2f], scores);
        Assert.False(scorer.Ranks);
    }

    [Theory]
    [InlineData("""["a","b"]""", "2 feature names for 1")]
    [InlineData("""[]""", "0 feature names for 1")]
    [InlineData("""[7]""", "text was expected")]
    [InlineData("7", "an array 'features'")]
    public void Load_WrappedWithBadNames_Refuses(string names, string reason)
    {
        var error = Assert.Throws<InvalidModelException>(() => Flavor.Load(Wrap(names, HandMade.Stump())));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrappedWithOtherNamesThanTheModels_NamesBoth()
    {
        var error = Assert.Throws<InvalidModelException>(() => Flavor.Load(Wrap("""["momentum","volume","return","distance"]""", TrainedModel.Json())));

        Assert.Contains("feature 2 is 'distance' in the model and 'return' in the artifact", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherFormat_Refuses() =>
        Assert.Throws<InvalidModelException>(() => Flavor.Load("""{"format":"pickle","features":["a"],"model":{}}"""u8.ToArray()));

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 2, 1)]
    [InlineData(1, -1, 1)]
    public void Score_ShapesThatDoNotFit_Refuses(int values, int count, int scores)
    {
        var scorer = Flavor.Load(HandMade.Stump());

        Assert.ThrowsAny<ArgumentException>(() => scorer.Score(new float[values], count, new float[scores]));
    }

    [Fact]
    public void Score_NoRows_DoesNothing() => Flavor.Load(HandMade.Stump()).Score([], 0, []);

    private static byte[] Wrap(string features, byte[] model) =>
        Encoding.UTF8.GetBytes($$"""{"format":"xgboost/1","features":{{features}},"model":{{Encoding.UTF8.GetString(model)}}}""");
}
