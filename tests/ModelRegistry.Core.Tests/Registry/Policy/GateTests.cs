using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry.Policy;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry.Policy;

public sealed class GateTests
{
    [Theory]
    [InlineData("not_below_rank_ic: 2 %", "rank_ic", 0.05, 0.049, true)]
    [InlineData("not_below_rank_ic: 2 %", "rank_ic", 0.05, 0.0489, false)]
    [InlineData("not_below_rank_ic: 0.02", "rank_ic", -0.05, -0.051, true)] // a fraction of the magnitude, also below zero
    [InlineData("not_below_rank_ic: 0.02", "rank_ic", -0.05, -0.0511, false)]
    [InlineData("not_below_rank_ic: 0", "rank_ic", 0.05, 0.05, true)]
    [InlineData("not_below_rank_ic: 0", "rank_ic", 0.05, double.NaN, false)]
    [InlineData("not_above_rmse: 10%", "rmse", 2.0, 2.2, true)]
    [InlineData("not_above_rmse: 10%", "rmse", 2.0, 2.21, false)]
    [InlineData("not_above_rmse: 10%", "rmse_net", 2.0, 2.1, true)]
    public void Promote_MetricAgainstProduction_PassesUpToTheFraction(string gate, string metric, double production, double value, bool passes)
    {
        var model = Under(gate);
        model.Evidence = new GateEvidence
        {
            Metrics = Map((metric, value)),
            Production = new ProductionEvidence { Number = 7, Metrics = Map((metric, production)) },
        };
        Assert.Equal(passes, model.Promote(1).Refusal is null);
    }

    [Fact]
    public void Promote_MetricAgainstProduction_SaysWhatItWasComparedWith()
    {
        var model = Under("not_below_rank_ic: 2 %");
        model.Evidence = new GateEvidence { Metrics = Map(("rank_ic", 0.04)), Production = new ProductionEvidence { Number = 7, Metrics = Map(("rank_ic", 0.05)) } };
        Assert.Equal("0.04|0.049: no worse than 2 % below version 7 (0.05)", Failed(model));

        model.Evidence = model.Evidence with { Production = model.Evidence.Production! with { Metrics = Map(("sharpe", 1)) } };
        Assert.Equal("0.04, not measured for version 7 in production|no worse than 2 %", Failed(model));

        model.Evidence = model.Evidence with { Production = null };
        model.Accept(model.Promote(1));
    }

    [Fact]
    public void Promote_SignatureGate_LetsPassWhatTheCallersOfProductionCanCall()
    {
        var model = Under("signature: compatible");
        var production = new ProductionEvidence { Number = 7, Signature = Signed(["a", "b"], ["score"]) };
        model.Evidence = new GateEvidence { Signature = Signed(["a", "c"], []), Production = production };
        Assert.Equal("input c is not sent to version 7; output score is no more given, unlike by version 7|compatible", Failed(model));

        model.Evidence = model.Evidence with { Signature = new Signature { Inputs = [new() { Name = "a", Type = "long" }], Outputs = [new() { Name = "score" }] } };
        Assert.Equal("input a is long on one side and double on the other (version 7 in production)|compatible", Failed(model));

        model.Evidence = model.Evidence with { Signature = Signed(["b"], ["score", "rank"]) };
        model.Accept(model.Promote(1));
    }

    [Fact]
    public void Promote_ExperimentGate_WantsAWinAgainstWhatIsInProduction()
    {
        var model = Under("experiment: won");
        var production = new ProductionEvidence { Number = 7 };
        model.Evidence = new GateEvidence { Production = production };
        Assert.Equal("none won|won against what is in production", Failed(model));

        model.Evidence = model.Evidence with { Won = [new("old-test", 3)] };
        Assert.Equal("old-test won against version 3, none against version 7 in production|won against what is in production", Failed(model));

        model.Evidence = model.Evidence with { Won = [new("new-test", 7), new("old-test", 3)] };
        model.Accept(model.Promote(1));
        Assert.Equal("new-test won against version 7", Decided(model, GateKeys.Experiment).Value);
    }

    [Fact]
    public void Promote_ApprovalsOfAdmins_CountAdminsOnly()
    {
        var model = Under("adminApprovals: 1");
        model.Accept(model.Approve(1, "grace"));
        Assert.Equal("0|1", Failed(model));
        model.Accept(model.Approve(1, "linus", Role.Admin)).Accept(model.Promote(1));
    }

    [Fact]
    public void Promote_PolicyOfTheVersionChangedSinceTheApproval_ItIsVoidUntilGivenAgain()
    {
        var model = Under("approvals: 1");
        model.Accept(model.Approve(1, "grace"));
        Refused("already_approved", model.Approve(1, "Grace"));

        model.Policy = PolicyParser.Parse("defaults: { production: { approvals: 1, min_x: -1 } }");
        model.Evidence = new GateEvidence { Metrics = Map(("x", 0)) };
        Assert.Equal("0 (1 void: the policy has changed since)|1", Failed(model));

        model.Accept(model.Approve(1, "grace"));
        Assert.Equal(["grace"], model.State.Find(1)!.View.ApprovedBy.ToArray());
        model.Accept(model.Promote(1));
    }

    [Fact]
    public void Promote_PolicyOfAnotherModelChanged_TheApprovalStands()
    {
        var model = Under("approvals: 1");
        model.Accept(model.Approve(1, "grace"));
        model.Policy = PolicyParser.Parse("{ defaults: { production: { approvals: 1 } }, models: { other: { production: { min_x: 1 } } } }");
        model.Accept(model.Promote(1));
    }

    [Fact]
    public void Promote_WebhookGate_WantsAVerdictOnThisRevision()
    {
        var model = Under("webhook_risk: true");
        var verdict = new WebhookVerdict { Webhook = "risk", Number = 1, Revision = model.State.Revision, Passed = true, Said = "passed" };
        Assert.Equal("not asked|passed", Failed(model));
        Refused("gates_failed", model.Promote(1, webhooks: verdict with { Passed = false }));
        Refused("gates_failed", model.Promote(1, webhooks: verdict with { Number = 2 }));
        Refused("gates_failed", model.Promote(1, webhooks: verdict with { Webhook = "other" }));

        var stale = Refused(model.Promote(1, webhooks: verdict with { Revision = 1 })).Gates.Single(gate => !gate.Passed);
        Assert.Equal((true, "was asked at revision 1, the model is at 2: ask again"), (WebhookGate.IsStale(stale), stale.Value));
        model.Accept(model.Promote(1, webhooks: verdict));
    }

    [Theory]
    [InlineData("signature: compatible", "signature")]
    [InlineData("experiment: won", "experiment")]
    [InlineData("webhook_risk: true", "webhook_risk")]
    [InlineData("adminApprovals: 1", "adminApprovals")]
    public void Promote_GateWaivedByRequest_NeedsAnApprover(string gate, string key)
    {
        var model = Under(gate);
        model.Evidence = new GateEvidence { Signature = Signed(["new"], []), Production = new ProductionEvidence { Number = 7 } };
        Refused("override_needs_approver", model.Promote(1, overrides: Map((key, 0)), role: Role.Scientist));
        model.Accept(model.Promote(1, overrides: Map((key, 0)), role: Role.Approver));
        Assert.True(Decided(model, GateKeys.Canonical(key)).Overridden);
    }

    [Fact]
    public void Simulate_AStricterPolicy_NamesThePromotionsItWouldHaveRefused()
    {
        var model = new TestModel();
        model.Register(Version("a") with { Metrics = Map(("rank_ic", 0.05)) }).Register(Version("a", "b") with { Metrics = Map(("rank_ic", 0.03)) });
        model.Accept(model.Approve(2, "grace")).Accept(model.Promote(1)).Accept(model.Promote(2));

        var simulated = model.Simulate("defaults: { production: { not_below_rank_ic: 2 %, approvals: 1, signature: compatible, experiment: won } }");

        Assert.Equal([(1, "approvals"), (2, "not_below_rank_ic signature")], simulated.Select(one => (one.Number, string.Join(' ', one.Failed.Select(gate => gate.Gate)))));
        Assert.All(simulated, one => Assert.Equal((false, "experiment", Stage.Production), (one.WouldPass, Assert.Single(one.NotRecorded), one.To)));
        Assert.All(model.Simulate("defaults: { production: { min_rank_ic: 0.03 } }"), one => Assert.True(one.WouldPass));
    }

    [Fact]
    public void Simulate_DriftWasNotAskedForThen_ItsRecordStillTells()
    {
        var model = new TestModel { Policy = PolicyParser.Parse("defaults: { staging: { noSevereDrift: false }, production: { noSevereDrift: false } }") }.Register();
        model.Evidence = new GateEvidence { LatestDrift = PromotionTests.Report("a", 1, drill: false) };
        model.Accept(model.Promote(1));

        var simulated = Assert.Single(model.Simulate("defaults: { production: { noSevereDrift: true } }"));

        Assert.Equal((false, "none severe"), (simulated.WouldPass, Assert.Single(simulated.Failed).Threshold));
    }

    private static TestModel Under(string gate) => new TestModel { Policy = PolicyParser.Parse($"defaults: {{ production: {{ {gate} }} }}") }.Register();

    private static string Failed(TestModel model)
    {
        var gate = Refused(model.Promote(1)).Gates.Single(gate => !gate.Passed);
        return $"{gate.Value}|{gate.Threshold}";
    }

    private static GateResult Decided(TestModel model, string key) => Assert.IsType<PromotionDecided>(model.Last[0]).Gates.Single(gate => gate.Gate == key);

    private static Signature Signed(string[] inputs, string[] outputs) => new()
    {
        Inputs = [.. inputs.Select(name => new SignatureField { Name = name })],
        Outputs = [.. outputs.Select(name => new SignatureField { Name = name })],
    };
}
