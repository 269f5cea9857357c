using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Registry.Policy;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class PromotionTests
{
    private static readonly PromotionPolicy Strict = PolicyParser.Parse(
        """
        defaults:
          staging: { manifest: complete }
          production: { approvals: 1, manifest: complete, noSevereDrift: true }
        strategies:
          ranking:
            production: { min_rank_ic: 0.02, min_sharpe: 0.5, max_drawdown: 0.25, max_turnover: 2 }
        """);

    [Fact]
    public void Promote_SeveralGatesFail_ListsEachWithValueThresholdAndSource()
    {
        var model = new TestModel { Policy = Strict }.Register();
        model.Evidence = new GateEvidence
        {
            Metrics = Map(("rank_ic", -0.011), ("sharpe_net", -0.4), ("max_drawdown", -0.31)),
            Manifest = new Manifest { DatasetHash = "d" },
        };

        var refusal = Refused(model.Promote(1));

        Assert.Equal((RefusalKind.Refused, "gates_failed"), (refusal.Kind, refusal.Code));
        Assert.Equal(
            [
                "manifest|False|missing featureGraphHash, trainingConfigHash, codeFingerprint, config, trainedAt, trainFrom, trainTo, samples|complete|defaults",
                "no_severe_drift|True|not measured|none severe|defaults",
                "approvals|False|0|1|defaults",
                "max_drawdown|False|-0.31|0.25|strategy ranking",
                "max_turnover|False|not measured|2|strategy ranking",
                "min_rank_ic|False|-0.011|0.02|strategy ranking",
                "min_sharpe|False|-0.4|0.5|strategy ranking",
            ],
            refusal.Gates.Select(g => $"{g.Gate}|{g.Passed}|{g.Value}|{g.Threshold}|{g.Source}"));
        Assert.All(refusal.Gates.Where(g => !g.Passed), g => Assert.Contains($"{g.Gate} is {g.Value}, wanted {g.Threshold} ({g.Source})", refusal.Detail, StringComparison.Ordinal));
        Assert.Equal(Stage.Trained, model.StageOf(1));
    }

    [Fact]
    public void Promote_GatesPass_WalksEveryArrowAndArchivesTheOldVersionInOneDecision()
    {
        var model = new TestModel().Register().Register();
        model.Accept(model.Promote(1)).Accept(model.Promote(2));

        Assert.Equal(
            ["decided 2", "1 Production>Archived superseded", "2 Trained>Validated promotion", "2 Validated>Staging promotion", "2 Staging>Production promotion"],
            model.Last.Select(Say));
        Assert.Equal((1, 2), (((PromotionDecided)model.Last[0]).Previous, model.State.Production));
        var view = ModelViews.Of(model.State, 2, model.Last);
        Assert.Equal(["Trained → Validated", "Validated → Staging", "Staging → Production"], view.Walked.ToArray());
        Assert.Equal(1, view.Previous);
    }

    [Theory]
    [InlineData("Deprecated", Stage.Deprecated)]
    [InlineData("staging", Stage.Staging)]
    [InlineData("retired", Stage.Archived)]
    public void Promote_PolicyNamesWhereTheOldGoes_ItGoesThere(string word, Stage expected)
    {
        var model = new TestModel { Policy = PolicyParser.Parse($"models: {{ stock-ranking: {{ production: {{ supersededTo: {word} }} }} }}") }.Register().Register();
        model.Accept(model.Promote(1)).Accept(model.Promote(2));
        Assert.Equal((expected, Stage.Production), (model.StageOf(1), model.StageOf(2)));
    }

    [Fact]
    public void Promote_LoosenedByScientist_IsForbiddenAndByApproverIsRecorded()
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { production: { min_rank_ic: 0.02 } }") }.Register();
        model.Evidence = new GateEvidence { Metrics = Map(("rank_ic", -0.01)) };
        var loosened = Map(("min_rank_ic", -0.05));

        var refusal = Refused(model.Promote(1, overrides: loosened, role: Role.Scientist));
        Assert.Equal((RefusalKind.Forbidden, "override_needs_approver"), (refusal.Kind, refusal.Code));
        Assert.Contains("min_rank_ic 0.02 → -0.05", refusal.Detail, StringComparison.Ordinal);

        model.Accept(model.Promote(1, overrides: loosened, role: Role.Approver));
        var decided = Assert.IsType<PromotionDecided>(model.Last[0]);
        Assert.Equal(-0.05, decided.Overrides["min_rank_ic"]);
        Assert.Equal(model.Policy.Digest, decided.PolicyDigest);
        var gate = decided.Gates.Single(g => g.Gate == "min_rank_ic");
        Assert.Equal((true, true, "request", "-0.05"), (gate.Passed, gate.Overridden, gate.Source, gate.Threshold));
    }

    [Theory]
    [InlineData("min_rank_ic", 0.03)]
    [InlineData("max_drawdown", -0.2)]
    [InlineData("approvals", 2)]
    [InlineData("min_hit_rate", -1)]
    [InlineData("noSevereDrift", 1)]
    public void Promote_TightenedByScientist_NeedsNoApprover(string key, double threshold)
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { production: { min_rank_ic: 0.02, max_drawdown: 0.25, approvals: 1 } }") }.Register();
        model.Evidence = new GateEvidence { Metrics = Map(("rank_ic", 0.025), ("max_drawdown", -0.22), ("hit_rate", 0.5)) };
        model.Accept(model.Approve(1, "grace"));
        var decision = model.Promote(1, overrides: Map((key, threshold)), role: Role.Scientist);
        Assert.NotEqual(RefusalKind.Forbidden, decision.Refusal?.Kind);
        Assert.Equal(key is "min_hit_rate" or "noSevereDrift", decision.Refusal is null);
    }

    [Theory]
    [InlineData("max_drawdown", 0.4)]
    [InlineData("max_drawdown", -0.4)]
    [InlineData("approvals", 0)]
    [InlineData("manifest", 0)]
    [InlineData("no_severe_drift", 0)]
    public void Promote_LoosenedByScientist_IsForbidden(string key, double threshold)
    {
        var model = new TestModel { Policy = Strict }.Register();
        Refused("override_needs_approver", model.Promote(1, overrides: Map((key, threshold)), role: Role.Scientist));
    }

    [Fact]
    public void Promote_MetricNotMeasured_PassesByAWaiverOnly()
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { production: { min_rank_ic: 0.02 } }") }.Register();
        model.Evidence = new GateEvidence();
        Refused("gates_failed", model.Promote(1, overrides: Map(("min_rank_ic", -1000)), role: Role.Approver));
        Refused("override_needs_approver", model.Promote(1, overrides: Map(("min_rank_ic", double.NegativeInfinity)), role: Role.Scientist));
        Refused("invalid_override", model.Promote(1, overrides: Map(("min_rank_ic", double.PositiveInfinity)), role: Role.Approver));

        model.Accept(model.Promote(1, overrides: Map(("min_rank_ic", double.NegativeInfinity)), role: Role.Approver));
        var gate = Assert.IsType<PromotionDecided>(model.Last[0]).Gates.Single(g => g.Gate == "min_rank_ic");
        Assert.Equal((true, true, "not measured", "waived"), (gate.Passed, gate.Overridden, gate.Value, gate.Threshold));
    }

    [Theory]
    [InlineData("min_rank_ic", double.NaN)]
    [InlineData("approvals", -1)]
    [InlineData("approvals", 1.5)]
    [InlineData("manifest", 2)]
    [InlineData("rank_ic", 0)]
    [InlineData("min_", 0)]
    public void Promote_OverrideMakesNoSense_IsInvalid(string key, double threshold)
    {
        var refusal = Refused(new TestModel().Register().Promote(1, overrides: Map((key, threshold))));
        Assert.Equal((RefusalKind.Invalid, "invalid_override"), (refusal.Kind, refusal.Code));
        Assert.Contains(key, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Promote_MetricIsNoNumber_Fails(double value)
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { production: { min_rank_ic: -1 } }"), Evidence = new GateEvidence { Metrics = Map(("rank_ic", value)) } };
        Assert.False(Refused(model.Register().Promote(1)).Gates.Single(g => g.Gate == "min_rank_ic").Passed);
    }

    [Fact]
    public void Approve_AuthorScientistTwiceOrArchived_IsRefusedAndDistinctOnesCount()
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { production: { approvals: 2 } }") }.Register();
        Refused("own_approval", model.Approve(1, "ADA"));
        Refused("approval_needs_approver", model.Approve(1, "bob", Role.Scientist));
        model.Accept(model.Approve(1, "bob"));
        Refused("already_approved", model.Approve(1, "Bob", Role.Admin));
        Assert.Equal("1", Refused(model.Promote(1)).Gates.Single(g => g.Gate == "approvals").Value);
        model.Accept(model.Approve(1, "grace")).Accept(model.Promote(1)).Register();
        model.Accept(model.Transition(2, Stage.Archived));
        Refused("version_archived", model.Approve(2, "bob"));
        Assert.Equal(["bob", "grace"], model.State.Find(1)!.View.ApprovedBy.ToArray());
    }

    [Fact]
    public void Promote_Frozen_FailsWhateverThePolicyAndPassesByAnApproversOverride()
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { production: { noSevereDrift: false }, staging: { noSevereDrift: false } }") }.Register(Version("return_1d"));
        var report = Guid.CreateVersion7(Start);
        model.Accept(Freezing.Decide(model.State, new FreezePromotions { Reason = "wilder", ReportId = report, Features = ["return_1d"], AsOf = Start }, By()));

        var gate = Assert.Single(Refused(model.Promote(1)).Gates);
        Assert.Equal(("no_severe_drift", $"promotions frozen, SEVERE on return_1d as of 2026-01-05, report {report:D}", "not frozen"), (gate.Gate, gate.Value, gate.Threshold));
        Refused("gates_failed", Open(model));
        Refused("override_needs_approver", model.Promote(1, overrides: Map(("no_severe_drift", 0)), role: Role.Scientist));
        var thaw = new ThawPromotions { Reason = "calm" };
        Refused("thaw_needs_approver", Freezing.Decide(model.State, thaw, By(role: Role.Scientist)));

        var passed = new TestModel { Policy = model.Policy }.Register();
        passed.Accept(Freezing.Decide(passed.State, new FreezePromotions { Reason = "wilder", ReportId = report, AsOf = Start }, By()));
        passed.Accept(passed.Promote(1, overrides: Map(("noSevereDrift", 0))));
        Assert.Equal(0, Assert.IsType<PromotionDecided>(passed.Last[0]).Overrides["no_severe_drift"]);

        model.Accept(Freezing.Decide(model.State, thaw, By())).Accept(model.Promote(1));
        Refused("not_frozen", Freezing.Decide(model.State, thaw, By()));

        static Decision<ModelEvent> Open(TestModel governed)
        {
            var open = new TestModel(LifecycleProfile.Open).Register();
            open.Accept(Freezing.Decide(open.State, new FreezePromotions { Reason = "wilder", ReportId = governed.State.Frozen!.ReportId, AsOf = Start }, By()));
            return open.Transition(1, Stage.Production);
        }
    }

    [Theory]
    [InlineData("return_1d", 1, false, false)]
    [InlineData("volume", 1, false, true)]
    [InlineData("score", 1, false, false)]
    [InlineData("score", 2, false, true)]
    [InlineData("return_1d", 1, true, true)]
    public void Promote_SevereDriftReport_CountsForInputsAndOwnScoreOnly(string feature, int reportedVersion, bool drill, bool passes)
    {
        var model = new TestModel().Register(Version("return_1d"));
        model.Evidence = new GateEvidence { LatestDrift = Report(feature, reportedVersion, drill) };
        var decision = model.Promote(1);
        Assert.Equal(passes, decision.Refusal is null);
        if (!passes)
            Assert.Equal($"SEVERE on {feature} as of 2026-01-05, report {model.Evidence.LatestDrift.Id:D}", Assert.Single(decision.Refusal!.Gates).Value);
    }

    [Fact]
    public void Promote_ShadowGoesToProduction_LeavesTheShadows()
    {
        var model = new TestModel().Register().Register().Register();
        model.Accept(Shadowing.Decide(model.State, new SetShadows { Numbers = [2, 3] }, By())).Accept(model.Promote(2));
        Assert.Equal([3], model.State.Shadows.ToArray());
        Refused("shadow_in_production", Shadowing.Decide(model.State, new SetShadows { Numbers = [2] }, By()));
        Refused("duplicate_shadow", Shadowing.Decide(model.State, new SetShadows { Numbers = [3, 3] }, By()));
        Refused("version_not_found", Shadowing.Decide(model.State, new SetShadows { Numbers = [4] }, By()));
    }

    internal static DriftReport Report(string feature, int version, bool drill) => new()
    {
        Id = Guid.Parse("0193a000-0000-7000-8000-00000000000a"),
        ModelId = Guid.Empty,
        Version = version,
        AsOf = Start,
        At = Start,
        Severity = DriftSeverity.Severe,
        DriftedFeatures = [feature],
        Rows = 1000,
        Days = 5,
        BaselineDays = 30,
        Drill = drill,
    };

    private static string Say(ModelEvent @event) => @event switch
    {
        PromotionDecided e => $"decided {e.Number}",
        StageMoved e => $"{e.Number} {e.From}>{e.To} {e.Cause}",
        _ => @event.GetType().Name,
    };
}
