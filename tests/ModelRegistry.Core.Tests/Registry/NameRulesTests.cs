using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class NameRulesTests
{
    [Theory]
    [InlineData("stock-ranking")]
    [InlineData("Modèle n° 5 (éà)")]
    [InlineData("模型.v2")]
    [InlineData("हिन्दी")]
    [InlineData("한국어")]
    [InlineData("😀")]
    [InlineData("x")]
    public void CheckModel_GoodName_IsTaken(string name) => Assert.Null(NameRules.CheckModel(name));

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData(" a", "white space")]
    [InlineData("a\u00a0", "white space")]
    [InlineData("a\nb", "U+000A) at position 1")]
    [InlineData("a\0", "U+0000")]
    [InlineData("a\u200bb", "U+200B")]
    [InlineData("a\u202eb", "U+202E")]
    [InlineData("e\u0301", "normal form C")]
    [InlineData("\u212bngstrom", "normal form C")]
    [InlineData("a/b", "'/' at position 1")]
    [InlineData("id:0193a000", "':' at position 2")]
    [InlineData("a\\b", "'\\' at position 1")]
    [InlineData("..", "folder")]
    public void CheckModel_BadName_SaysWhatAndWhere(string? name, string expected)
        => Assert.Contains(expected, NameRules.CheckModel(name)!.Detail, StringComparison.Ordinal);

    [Fact]
    public void CheckModel_UnpairedSurrogate_SaysWhere()
    {
        Assert.Contains("unpaired surrogate at position 0", NameRules.CheckModel("\ud800x")!.Detail, StringComparison.Ordinal);
        Assert.Contains("unpaired surrogate at position 1", NameRules.CheckModel("x\udc00")!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckModel_Length_IsBounded()
    {
        Assert.Null(NameRules.CheckModel(new string('x', 250)));
        Assert.Contains("251 characters; at most 250", NameRules.CheckModel(new string('x', 251))!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("champion", true)]
    [InlineData("Größe_2.0-b", true)]
    [InlineData("version1", true)]
    [InlineData("v", true)]
    [InlineData("latest", false)]
    [InlineData("Latest", false)]
    [InlineData("v1", false)]
    [InlineData("V22", false)]
    [InlineData("a b", false)]
    [InlineData("@a", false)]
    [InlineData("", false)]
    public void CheckAlias_Word_IsAllowedOrNot(string alias, bool allowed) => Assert.Equal(allowed, NameRules.CheckAlias(alias) is null);

    [Fact]
    public void SetAlias_VersionThatDoesNotExist_IsRefusedAndRemovalOfAnUnknownOneToo()
    {
        var model = new TestModel().Register();
        Refused("version_not_found", Aliasing.Decide(model.State, new SetAlias { Alias = "champion", Number = 2 }, By()));
        Refused("alias_not_found", Aliasing.Decide(model.State, new RemoveAlias { Alias = "champion" }, By()));
        model.Accept(Aliasing.Decide(model.State, new SetAlias { Alias = "champion", Number = 1 }, By()));
        Assert.Empty(Aliasing.Decide(model.State, new SetAlias { Alias = "champion", Number = 1 }, By()).Events);
        Assert.Equal(1, model.State.Aliases["champion"]);
        model.Accept(Aliasing.Decide(model.State, new RemoveAlias { Alias = "champion" }, By()));
        Assert.Empty(model.State.Aliases);
    }

    [Theory]
    [InlineData("Draft", "Draft")]
    [InlineData("development", "Draft")]
    [InlineData("TRAINING", "Draft")]
    [InlineData("ready", "Validated")]
    [InlineData(" deployed ", "Production")]
    [InlineData("retired", "Archived")]
    [InlineData("production", "Production")]
    [InlineData("4", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("Production,Staging", null)]
    public void StageNames_Word_IsItsStage(string? text, string? stage)
        => Assert.Equal(stage, StageNames.TryParse(text, out var parsed) ? parsed.ToString() : null);
}
