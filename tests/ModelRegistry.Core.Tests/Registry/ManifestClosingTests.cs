using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Registry.Policy;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class ManifestClosingTests
{
    private const string Tags = """{"team":"alpha"}""";

    private static readonly Guid Run = Guid.Parse("0193a000-0000-7000-8000-0000000000ff");

    [Fact]
    public void Close_RunEnded_TakesOverWhatItLogged_Once()
    {
        var model = Registered();
        Assert.True(model.State.Find(1)!.View.ManifestOpen);

        model.Accept(Close(model, Logged(0.5, ended: true)));

        var closed = Assert.IsType<ManifestClosed>(Assert.Single(model.Last));
        Assert.Equal(("run_ended", 0.5, "3", Tags), (closed.Cause, closed.Metrics["auc"], closed.Params["depth"], closed.RunTags));
        Assert.Equal(ManifestDocument.Of(model.State.Id, 1, "1.0.0", Logged(0.5).Version).Digest(), closed.ManifestDigest);
        Assert.NotEqual(ManifestDocument.Of(model.State.Id, 1, "1.0.0", Open()).Digest(), closed.ManifestDigest);
        Assert.False(model.State.Find(1)!.View.ManifestOpen);
        Assert.Equal(["a", "b"], model.State.Find(1)!.View.Inputs.ToArray());
        Assert.Equal((ImmutableArray<ModelEvent>.Empty, null), Outcome(Close(model, Logged(0.9, ended: true))));
    }

    [Fact]
    public void Close_RunGoesOn_IsRefused()
    {
        var model = Registered();
        Refused("run_goes_on", Close(model, Logged(0.5)));
        Refused("run_goes_on", Close(model, null));
        Refused("version_not_found", ManifestClosing.Decide(model.State, new CloseManifest { Number = 2 }, By(), Logged(0.5, ended: true)));
    }

    [Fact]
    public void Close_ModelArchived_IsDoneStill()
    {
        var model = Registered();
        model.Accept(Retirement.Decide(model.State, new ArchiveModel(), By()));
        model.Accept(Close(model, Logged(0.5, ended: true)));
        Assert.Single(model.Last);
        model.Accept(Retirement.Decide(model.State, new DeleteModel(), By()));
        Refused("model_not_found", Close(model, Logged(0.5, ended: true)));
    }

    [Fact]
    public void Promote_RunGoesOn_FreezesWhatTheGatesJudged()
    {
        var model = Registered();
        model.Policy = PolicyParser.Parse("defaults: { production: { min_auc: 0.6 } }");
        model.Evidence = Evidence(0.5);
        var refused = Refused(model.Promote(1));
        Assert.Equal("0.5", Assert.Single(refused.Gates, gate => gate.Gate == "min_auc").Value);
        Assert.True(model.State.Find(1)!.View.ManifestOpen);

        model.Evidence = Evidence(0.7);
        model.Accept(model.Promote(1));

        Assert.Equal(0.7, Assert.IsType<ManifestClosed>(model.Last[0]).Metrics["auc"]);
        Assert.Equal("promotion", ((ManifestClosed)model.Last[0]).Cause);
        Assert.IsType<PromotionDecided>(model.Last[1]);
        Assert.False(model.State.Find(1)!.View.ManifestOpen);
        // Judged again by what was frozen, not by what was registered.
        Assert.True(Assert.Single(model.Simulate("defaults: { production: { min_auc: 0.7 } }")).WouldPass);
        Assert.Equal("0.7", Assert.Single(Assert.Single(model.Simulate("defaults: { production: { min_auc: 0.8 } }")).Failed).Value);
    }

    [Theory]
    [InlineData(LifecycleProfile.Governed, Stage.Validated, true)]
    [InlineData(LifecycleProfile.Governed, Stage.Archived, true)]
    [InlineData(LifecycleProfile.Open, Stage.Validated, false)]
    [InlineData(LifecycleProfile.Open, Stage.Staging, false)]
    [InlineData(LifecycleProfile.Open, Stage.Production, false)]
    public void Transition_RunGoesOn_ClosesInAGovernedModelOnly(LifecycleProfile lifecycle, Stage to, bool closes)
    {
        var model = Registered(lifecycle);
        model.Evidence = Evidence(0.5);
        model.Accept(model.Transition(1, to));
        Assert.Equal(closes, model.Last.OfType<ManifestClosed>().Any(closed => closed is { Cause: "transition", Number: 1 }));
        Assert.Equal(!closes, model.State.Find(1)!.View.ManifestOpen);
    }

    [Fact]
    public void Approve_RunGoesOn_WaitsForItsEnd()
    {
        var model = Registered();
        Refused("manifest_open", model.Approve(1, "grace"));
        Refused("manifest_open", Approve(model, Logged(0.5)));
        model.Accept(Approve(model, Logged(0.5, ended: true)));
        Assert.Equal(["manifest-closed approval", "approved"], model.Last.Select(one => one is ManifestClosed closed ? $"manifest-closed {closed.Cause}" : one is VersionApproved ? "approved" : "?"));
        model.Accept(model.Approve(1, "linus"));
    }

    [Fact]
    public void Register_NextVersion_IsComparedWithWhatWasTakenOver()
    {
        var model = Registered();
        model.Accept(Close(model, Logged(0.5, ended: true)));
        model.Register(Logged(0.1).Version with { ManifestOpen = false });
        Assert.Equal("1.0.1", model.State.Find(2)!.View.SemanticVersion);
        model.Register(Logged(0.1).Version with { ManifestOpen = false, Params = ImmutableDictionary<string, string>.Empty.Add("depth", "4") });
        Assert.Equal("1.1.0", model.State.Find(3)!.View.SemanticVersion);
    }

    [Fact]
    public void Register_OpenWithoutARun_IsRefused()
        => Refused("run_missing", Registration.Decide(new TestModel().State, Version() with { ManifestOpen = true }, By()));

    [Fact]
    public void History_OfAClosing_IsTakenOnce()
    {
        var model = Registered();
        var closed = Assert.IsType<ManifestClosed>(Assert.Single(Close(model, Logged(0.5, ended: true)).Events));
        Assert.Null(HistoryRules.Check(model.State, closed));
        Assert.Contains("no digest", HistoryRules.Check(model.State, closed with { ManifestDigest = "x" }), StringComparison.Ordinal);
        Assert.Contains("no version 2", HistoryRules.Check(model.State, closed with { Number = 2 }), StringComparison.Ordinal);
        model.Accept(Close(model, Logged(0.5, ended: true)));
        Assert.Equal("the manifest of version 1 is closed", HistoryRules.Check(model.State, closed));
    }

    private static TestModel Registered(LifecycleProfile lifecycle = LifecycleProfile.Governed) => new TestModel(lifecycle).Register(Open());

    private static RegisterVersion Open() => Version() with { RunId = Run, ManifestOpen = true, Metrics = Map(("auc", 0.1)) };

    private static OpenManifest Logged(double auc, bool ended = false) => new()
    {
        Version = Open() with
        {
            Metrics = Map(("auc", auc)),
            Params = ImmutableDictionary<string, string>.Empty.Add("depth", "3"),
            Manifest = new() { RunTags = Tags },
            Signature = new() { Inputs = [new() { Name = "a" }, new() { Name = "b" }] },
        },
        RunEnded = ended,
    };

    private static GateEvidence Evidence(double auc) => new() { Metrics = Map(("auc", auc)), Open = Logged(auc) };

    private static Decision<ModelEvent> Close(TestModel model, OpenManifest? manifest) => ManifestClosing.Decide(model.State, new CloseManifest { Number = 1 }, By("run-tracking", Role.Scientist), manifest);

    private static Decision<ModelEvent> Approve(TestModel model, OpenManifest manifest) => Approval.Decide(model.State, new ApproveVersion { Number = 1 }, By("grace", Role.Approver), model.Policy, manifest);

    private static (ImmutableArray<ModelEvent> Events, string? Refusal) Outcome(Decision<ModelEvent> decision) => (decision.Events, decision.Refusal?.Detail);
}
