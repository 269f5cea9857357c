using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Tests.Registry.Policy;

public sealed class PolicyTests
{
    private static readonly string[] Layers = ["defaults", "strategy ranking", "model stock-ranking", "request"];

    /// <summary>Every set of layers that name the gate; the narrowest wins.</summary>
    public static TheoryData<int> Sets => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Resolve_SeveralSectionsNameTheGate_TheNarrowestDecides(int layers)
    {
        var policy = PolicyParser.Parse($$"""
            defaults: { production: { {{Gate(layers, 0)}} } }
            strategies: { ranking: { production: { {{Gate(layers, 1)}} } } }
            models: { stock-ranking: { production: { {{Gate(layers, 2)}} } } }
            """);
        var overrides = (layers & 8) == 0 ? ImmutableDictionary<string, double>.Empty : TestModel.Map(("min_x", 3));
        var narrowest = Enumerable.Range(0, 4).Last(layer => (layers & (1 << layer)) != 0);

        var rule = GateResolver.Resolve(policy, "stock-ranking", "ranking", Stage.Production, overrides).Single(r => r.Key == "min_x");

        Assert.Equal((Layers[narrowest], narrowest), (rule.Source, rule.Threshold));
        Assert.DoesNotContain(GateResolver.Resolve(policy, "stock-ranking", "ranking", Stage.Staging, ImmutableDictionary<string, double>.Empty), r => r.Key == "min_x");
    }

    [Fact]
    public void Resolve_NarrowerSectionSwitchesOff_TheGateIsGone()
    {
        var policy = PolicyParser.Parse("""
            defaults: { production: { min_x: 1, min_y: 1 } }
            models: { m: { production: { min_x: off } } }
            """);
        Assert.Equal(["min_y", "no_severe_drift"], Keys("m"));
        Assert.Equal(["min_x", "min_y", "no_severe_drift"], Keys("other"));

        IEnumerable<string> Keys(string model) => GateResolver.Resolve(policy, model, null, Stage.Production, ImmutableDictionary<string, double>.Empty).Select(r => r.Key);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "default:\n  production: {}", "line 1: 'default' is not known here; defaults, strategies and models are" },
        { "defaults: " + new string('[', 400_000), "line 1: lists and mappings are nested more than 32 deep" },
        { "defaults: &a [*a]", "line 1: defaults is to be a mapping of keys to values" },
        { "defaults:\n  prod: {}", "line 2: 'prod' is not known here; staging and production are" },
        { "defaults:\n  production:\n    rank_ic: 1", "line 3: 'rank_ic' is not known here" },
        { "defaults:\n  production:\n    min_x: often", "line 3: min_x: 'often' is no number and not off" },
        { "defaults:\n  production:\n    min_x: NaN", "line 3: min_x: NaN is no threshold" },
        { "defaults:\n  production:\n    max_x: 1e999", "line 3: max_x: Infinity is no threshold" },
        { "defaults:\n  production:\n    approvals: -1", "line 3: approvals: -1 is no number of approvals" },
        { "defaults:\n  production:\n    approvals: off", "line 3: approvals: 'off' is no number" },
        { "defaults:\n  production:\n    manifest: yes", "line 3: manifest: 'yes' is neither complete nor any" },
        { "defaults:\n  production:\n    noSevereDrift: 1", "line 3: noSevereDrift: '1' is neither true nor false" },
        { "defaults:\n  production:\n    supersededTo: Production", "line 3: supersededTo: 'Production' is not Archived, Deprecated or Staging" },
        { "defaults:\n  staging:\n    supersededTo: Archived", "line 3: 'supersededTo' is not known here" },
        { "defaults:\n  production:\n    noSevereDrift: true\n    no_severe_drift: true", "line 4: no_severe_drift is there twice" },
        { "defaults:\n  production:\n    min_x: [1]", "line 3: min_x of defaults.production is to be one value" },
        { "defaults:\n  production:\n    min_x:", "min_x of defaults.production is to be one value" },
        { "defaults: 5", "line 1: defaults is to be a mapping" },
        { "models:\n  ? [a]\n  : {}", "line 2: a key of models is to be plain text" },
        { "a: 1\na: 2", "line 2:" },
        { "defaults:\n  staging: {", "cannot be used: line " },
        { "---\na: 1\n---\nb: 1", "a second document begins" },
        { "x: &a {y: *a}", "line 1: 'x' is not known here" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Parse_Mistake_IsNamedWithItsLine(string yaml, string expected)
        => Assert.Contains(expected, Assert.Throws<PolicyFormatException>(() => PolicyParser.Parse(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_SeveralMistakes_AreAllNamed()
        => Assert.Equal(3, Assert.Throws<PolicyFormatException>(() => PolicyParser.Parse("x: 1\ndefaults: { production: { approvals: 0.5, y: 1 } }")).Errors.Length);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("defaults:\nmodels: {}")]
    public void Parse_Empty_AsksForNothing(string yaml)
    {
        var policy = PolicyParser.Parse(yaml);
        Assert.Equal(PolicySection.None, policy.Defaults);
        Assert.Empty(policy.Models);
        Assert.Equal(64, policy.Digest.Length);
    }

    [Fact]
    public void Parse_ShippedPolicy_GuardsRankings()
    {
        var policy = PolicyParser.Parse(File.ReadAllText(Shipped()));
        var rules = GateResolver.Resolve(policy, "any", "ranking", Stage.Production, ImmutableDictionary<string, double>.Empty);
        Assert.Equal(
            ["approvals=1", "manifest=1", "max_drawdown=0.25", "min_icir=0.1", "min_rank_ic=0.02", "min_sharpe=0.5", "no_severe_drift=1"],
            rules.Select(rule => FormattableString.Invariant($"{rule.Key}={rule.Threshold}")));
        Assert.Equal(Stage.Archived, GateResolver.SupersededTo(policy, "any", "ranking"));
    }

    private static string Gate(int layers, int layer) => (layers & (1 << layer)) == 0 ? "" : FormattableString.Invariant($"min_x: {layer}");

    private static string Shipped()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Orleans.ModelRegistry.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "silo-config", "promotion-policy.yaml");
    }
}
