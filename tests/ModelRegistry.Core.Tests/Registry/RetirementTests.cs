using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class RetirementTests
{
    [Fact]
    public void Rename_GivesAnotherNameAndKeepsTheId()
    {
        var model = new TestModel(name: "old");
        var id = model.State.Id;
        model.Accept(Retirement.Decide(model.State, new RenameModel { Name = "new" }, By()));
        Assert.Equal(("new", id), (model.State.Name, model.State.Id));
        Assert.Empty(Retirement.Decide(model.State, new RenameModel { Name = "new" }, By()).Events);
        Refused("invalid_name", Retirement.Decide(model.State, new RenameModel { Name = "a/b" }, By()));
        Refused("needs_approver", Retirement.Decide(model.State, new RenameModel { Name = "x" }, By(role: Role.Scientist)));
    }

    [Fact]
    public void Archive_NothingInProduction_ClosesTheModelUntilItIsRestored()
    {
        var model = new TestModel().Register();
        model.Accept(model.Promote(1));
        Refused("model_in_production", Retirement.Decide(model.State, new ArchiveModel(), By()));
        model.Accept(model.Transition(1, Stage.Deprecated));
        model.Accept(Retirement.Decide(model.State, new ArchiveModel { Reason = "replaced" }, By()));

        Assert.True(ModelViews.Of(model.State)!.Archived);
        Refused("model_archived", Registration.Decide(model.State, Version(), By()));
        Refused("model_archived", model.RollBack(1));
        Refused("model_archived", model.Approve(1, "grace"));
        Refused("model_archived", Retirement.Decide(model.State, new RenameModel { Name = "x" }, By()));
        Refused("model_archived", Retirement.Decide(model.State, new ArchiveModel(), By()));

        model.Accept(Retirement.Decide(model.State, new RestoreModel(), By()));
        Refused("not_archived", Retirement.Decide(model.State, new RestoreModel(), By()));
        model.Register();
    }

    [Fact]
    public void Delete_WithAVersionInProduction_NeedsForceAndAnAdmin()
    {
        var model = new TestModel().Register();
        model.Accept(model.Promote(1));
        Refused("model_in_production", Retirement.Decide(model.State, new DeleteModel(), By()));
        Refused("force_needs_admin", Retirement.Decide(model.State, new DeleteModel { Force = true }, By(role: Role.Approver)));
        model.Accept(Retirement.Decide(model.State, new DeleteModel { Force = true, Reason = "gone" }, By()));

        Assert.Equal((null, Stage.Archived, true), (model.State.Production, model.StageOf(1), model.State.Deleted));
        Assert.Null(ModelViews.Of(model.State));
        Refused("model_not_found", Registration.Decide(model.State, Version(), By()));
        Refused("model_not_found", Retirement.Decide(model.State, new DeleteModel(), By()));
        Refused("model_not_found", Retirement.Decide(model.State, new RestoreModel(), By()));
    }

    [Fact]
    public void RollBack_AsNewVersion_PutsACopyWithTheNextNumberIntoProduction()
    {
        var model = new TestModel();
        var original = Version("a") with { Metrics = Map(("ic", 0.1)) };
        model.Register(original).Register(Version("a", "b"));
        model.Accept(model.Promote(1)).Accept(model.Promote(2));
        var command = new RollBackModel { Reason = "worse", AsNewVersion = true };
        Assert.Equal(1, Rollback.TargetOf(model.State, command));

        model.Accept(Rollback.Decide(model.State, command, By(), original));

        var copy = model.State.Find(3)!;
        Assert.Equal((Stage.Production, Stage.Archived, Stage.Archived, 3), (copy.Stage, model.StageOf(1), model.StageOf(2), model.State.Production));
        Assert.Equal((1, "2.0.1", original.ArtifactDigest), (copy.View.Parent, copy.View.SemanticVersion, copy.View.ArtifactDigest));
        var registered = model.Last.OfType<Contracts.Registry.Events.VersionRegistered>().Single();
        Assert.Equal("true", registered.Version.Tags["rollback_from_2"]);
        Assert.Equal("a copy of version 1, returned to from version 2", registered.BumpReason);
        // What was rolled back from is not returned to.
        Assert.Equal([1], model.State.FormerProduction.ToArray());
        model.Accept(model.RollBack());
        Assert.Equal(1, model.State.Production);
    }
}
