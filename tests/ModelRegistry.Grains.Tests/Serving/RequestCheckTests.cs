using ModelRegistry.Contracts.Serving;
using ModelRegistry.Grains.Serving;

namespace ModelRegistry.Grains.Tests.Serving;

public sealed class RequestCheckTests
{
    private static readonly DateTimeOffset Now = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_AnOrdinaryRequest_IsNull() => Assert.Null(Check(new PredictInstance { Entity = "A", Unit = "u", AsOf = Now.AddDays(1) }, new PredictInstance()));

    [Fact]
    public void Of_NoInstances_SaysSo() => Assert.Equal("instances is empty; give at least one", Check());

    [Fact]
    public void Of_AnUnsetList_SaysSo() => Assert.NotNull(RequestCheck.Of(new PredictRequest { Model = "m", Instances = default }, new ServingOptions(), Now));

    [Fact]
    public void Of_MoreThanAllowed_SaysHowMany() =>
        Assert.Equal("instances has 2 entries; at most 1 are taken in one request",
            RequestCheck.Of(new PredictRequest { Model = "m", Instances = [new(), new()] }, new ServingOptions { MaxInstances = 1 }, Now));

    [Theory]
    [InlineData("", "entity has 0 characters")]
    [InlineData("a\0", "control")]
    [InlineData("a\n", "control")]
    public void Of_ABadEntity_NamesTheInstance(string entity, string words)
    {
        var wrong = Check(new PredictInstance(), new PredictInstance { Entity = entity });
        Assert.StartsWith("instances[1]: ", wrong, StringComparison.Ordinal);
        Assert.Contains(words, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ATextAtTheLimit_IsTakenAndBeyondNot()
    {
        Assert.Null(Check(new PredictInstance { Unit = new string('u', RequestCheck.MaxText) }));
        Assert.Contains("257", Check(new PredictInstance { Unit = new string('u', RequestCheck.MaxText + 1) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnAsOfBeyondTomorrow_IsRefused() =>
        Assert.Contains("lies in the future", Check(new PredictInstance { AsOf = Now.AddDays(1).AddTicks(1) }), StringComparison.Ordinal);

    private static string? Check(params PredictInstance[] instances) =>
        RequestCheck.Of(new PredictRequest { Model = "m", Instances = [.. instances] }, new ServingOptions(), Now);
}
