using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class RollbackTests
{
    [Fact]
    public void RollBack_AgainAndAgain_GoesFurtherBackAndNeverEmptiesProduction()
    {
        var model = Promoted(3);
        model.Accept(model.RollBack());
        Assert.Equal((2, Stage.Archived), (model.State.Production, model.StageOf(3)));
        model.Accept(model.RollBack());
        Assert.Equal(1, model.State.Production);
        Refused("no_former_production", model.RollBack());
        Assert.Equal(1, model.State.Production);
    }

    [Fact]
    public void RollBack_NamedVersionThatWasRolledBack_ComesBackAndTheOtherIsItsFormer()
    {
        var model = Promoted(2);
        model.Accept(model.RollBack()).Accept(model.RollBack(to: 2));
        Assert.Equal(2, model.State.Production);
        Assert.Equal([1], model.State.FormerProduction.ToArray());
        Assert.Equal(["ModelRolledBack", "StageMoved", "StageMoved"], model.Last.Select(e => e.GetType().Name));
    }

    [Fact]
    public void RollBack_Frozen_IsNotHeldUp()
    {
        var model = Promoted(2);
        model.Accept(Freezing.Decide(model.State, new FreezePromotions { Reason = "wilder", ReportId = Guid.Empty, AsOf = Start }, By()));
        Assert.Equal(1, model.Accept(model.RollBack()).State.Production);
    }

    [Fact]
    public void RollBack_OnlyFromAnother_IsAConflict()
    {
        var model = Promoted(3);
        var refusal = Refused(model.RollBack(onlyFrom: 2));
        Assert.Equal((RefusalKind.Conflict, "production_moved"), (refusal.Kind, refusal.Code));
        Assert.Contains("version 3 is", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(2, model.Accept(model.RollBack(onlyFrom: 3)).State.Production);
    }

    [Fact]
    public void RollBack_NothingInProduction_NeedsANamedFormerVersion()
    {
        var model = Promoted(2).Register();
        model.Accept(model.Transition(2, Stage.Staging));
        Assert.Null(model.State.Production);
        Refused("nothing_in_production", model.RollBack());
        Refused("never_in_production", model.RollBack(to: 3));
        Refused("version_not_found", model.RollBack(to: 9));
        model.Accept(model.RollBack(to: 1));
        Assert.Null(Assert.IsType<ModelRolledBack>(model.Last[0]).From);
        Refused("already_in_stage", model.RollBack(to: 1));
    }

    [Fact]
    public void RollBack_NoReason_IsInvalid()
        => Refused("text_missing", Rollback.Decide(Promoted(2).State, new RollBackModel { Reason = " " }, By()));

    [Fact]
    public void RollBack_ByScientist_IsForbidden()
        => Refused("rollback_needs_approver", Rollback.Decide(Promoted(2).State, new RollBackModel { Reason = "worse" }, By(role: Role.Scientist)));

    [Fact]
    public void Transition_OutOfProductionByScientist_IsForbidden()
        => Refused("demotion_needs_approver", Promoted(1).Transition(1, Stage.Deprecated, Role.Scientist));

    private static TestModel Promoted(int count)
    {
        var model = new TestModel();
        for (var number = 1; number <= count; number++)
            model.Register().Accept(model.Promote(number));
        return model;
    }
}
