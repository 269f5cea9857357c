using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Core.Monitoring;

namespace ModelRegistry.Core.Tests.Monitoring;

public sealed class DriftPolicyTests
{
    [Fact]
    public void Parse_ModelSection_OverridesOnlyWhatItSays()
    {
        var book = DriftPolicyParser.Parse("defaults:\n  thawScans: 7\n  action: notify\nmodels:\n  stock ranking:\n    confirmScans: 1\n    severe: 0.5\n");
        Assert.Equal(new MonitorPolicy { ThawScans = 7, Action = DriftAction.Notify }, book.For("another"));
        Assert.Equal(new MonitorPolicy { ThawScans = 7, Action = DriftAction.Notify, ConfirmScans = 1, Severe = 0.5 }, book.For("stock ranking"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("defaults:\nmodels: {}\n")]
    public void Parse_NothingSaid_IsTheBuiltInPolicy(string yaml) => Assert.Equal(new MonitorPolicy(), DriftPolicyParser.Parse(yaml).For("any"));

    [Theory]
    [InlineData("default:\n", "line 1: 'default' is not known")]
    [InlineData("defaults:\n  windowDay: 5\n", "line 2: 'windowDay' is not known")]
    [InlineData("defaults:\n  windowDays: five\n", "windowDays is 'five'; a whole number is wanted")]
    [InlineData("defaults:\n  windowDays: 0\n", "windowDays is 0; 1 to 250 is wanted")]
    [InlineData("defaults:\n  severe: 0.05\n", "0 < moderate ≤ severe is wanted")]
    [InlineData("defaults:\n  severe: .nan\n", "severe is '.nan'")]
    [InlineData("defaults:\n  action: panic\n", "notify, freezeAndRetrain or rollBack")]
    [InlineData("defaults:\n  minRows: [1]\n", "minRows of defaults is to be one value")]
    [InlineData("defaults: [1]\n", "defaults is to have keys and values")]
    [InlineData("models:\n  m:\n    periodMinutes: 0\n", "models.m: periodMinutes is 0")]
    [InlineData("defaults: {}\n---\nmodels: {}\n", "a second document")]
    [InlineData("defaults: {\n", "no YAML")]
    public void Parse_Mistake_IsNamedWithItsLine(string yaml, string says)
    {
        var refused = Assert.Throws<DriftPolicyException>(() => DriftPolicyParser.Parse(yaml));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("line", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_Scientist_IsForbidden() =>
        Assert.Equal(RefusalKind.Forbidden, MonitorState.Configure(Context(Role.Scientist), new MonitorPolicy()).Refusal?.Kind);

    [Fact]
    public void Configure_PolicyOutOfBounds_IsInvalidAndSaysWhichSetting()
    {
        var refusal = MonitorState.Configure(Context(Role.Approver), new MonitorPolicy { ConfirmScans = 0 }).Refusal;
        Assert.Equal(RefusalKind.Invalid, refusal?.Kind);
        Assert.Contains("confirmScans is 0", refusal?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_GoodPolicy_IsTheStateAfterItsEvent()
    {
        var state = new MonitorState { ModelId = DerivedId.Of("model") };
        var policy = new MonitorPolicy { Action = DriftAction.Notify };
        var decided = MonitorState.Configure(Context(Role.Approver), policy);
        Assert.Equal(policy, decided.Events.Aggregate(state, (s, e) => s.Apply(e)).Policy);
    }

    private static CommandContext Context(Role role) => new()
    {
        CommandId = DerivedId.Of("command"),
        Fingerprint = "f",
        Principal = "somebody",
        Role = role,
        At = Cells.Start,
    };
}
