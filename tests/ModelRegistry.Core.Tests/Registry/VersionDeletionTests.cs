using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class VersionDeletionTests
{
    [Fact]
    public void Delete_TakesAliasesAndShadowWithIt_AndLeavesATombstone()
    {
        var model = new TestModel().Register().Register();
        model.Accept(Aliasing.Decide(model.State, new SetAlias { Alias = "champion", Number = 2 }, By()));
        model.Accept(Aliasing.Decide(model.State, new SetAlias { Alias = "best", Number = 2 }, By()));
        model.Accept(Aliasing.Decide(model.State, new SetAlias { Alias = "first", Number = 1 }, By()));
        model.Accept(Shadowing.Decide(model.State, new SetShadows { Numbers = [1, 2] }, By()));

        model.Accept(Delete(model, 2));

        Assert.Equal(["AliasRemoved", "AliasRemoved", "ShadowsSet", "VersionDeleted"], model.Last.Select(one => one.GetType().Name));
        Assert.Equal(("first", 1), (Assert.Single(model.State.Aliases).Key, Assert.Single(model.State.Shadows)));
        var view = ModelViews.Of(model.State)!;
        Assert.Equal((1, 2), (Assert.Single(view.Versions).Number, Assert.Single(view.DeletedVersions).Number));
        Assert.Equal(1, ModelViews.HeadOf(model.State).LatestVersion);
        foreach (var selector in (string[])["2", "1.0.1", "@champion"])
            Assert.Null(VersionSelection.Find(model.State, selector));
        Assert.Equal((1, 1), (VersionSelection.Find(model.State, "latest")!.Number, VersionSelection.Find(model.State, "Trained")!.Number));
    }

    [Fact]
    public void Delete_ThenEverythingElse_FindsNoSuchVersion()
    {
        var model = new TestModel().Register();
        model.Accept(Delete(model, 1));
        Assert.Contains("was deleted", Refused(Delete(model, 1)).Detail, StringComparison.Ordinal);
        Refused("version_not_found", model.Promote(1));
        Refused("version_not_found", model.Transition(1, Stage.Archived));
        Refused("version_not_found", model.Approve(1, "grace"));
        Refused("version_not_found", model.RollBack(1));
        Refused("version_not_found", Aliasing.Decide(model.State, new SetAlias { Alias = "a", Number = 1 }, By()));
        Refused("version_not_found", Editing.Decide(model.State, new EditVersion { Number = 1, Description = "d" }, By()));
        Refused("version_not_found", Shadowing.Decide(model.State, new SetShadows { Numbers = [1] }, By()));
        Refused("version_not_found", Registration.Decide(model.State, Version() with { ParentVersion = 1 }, By()));
        Refused("unknown_source", Registration.Decide(model.State, Version() with { DerivedFrom = [new() { ModelId = model.State.Id, Number = 1 }] }, By()));
    }

    [Fact]
    public void Delete_ThenRegister_CountsOn()
    {
        var model = new TestModel().Register().Register();
        model.Accept(Delete(model, 2)).Register();
        Assert.Equal((3, "1.0.2"), (model.State.Latest!.Number, model.State.Latest.View.SemanticVersion));
        Refused("version_taken", Registration.Decide(model.State, Version() with { SemanticVersion = "1.0.1" }, By()));
        foreach (var number in (int[])[1, 3])
            model.Accept(Delete(model, number));
        Assert.Null(model.State.Latest);
        Assert.Equal(0, ModelViews.HeadOf(model.State).LatestVersion);
        model.Register();
        Assert.Equal((4, "1.0.3"), (model.State.Latest!.Number, model.State.Latest.View.SemanticVersion));
    }

    [Fact]
    public void Delete_WhatIsInUse_IsRefused()
    {
        var model = new TestModel().Register().Register();
        model.Accept(model.Promote(1));
        var refusal = Refused(Delete(model, 1));
        Assert.Equal((RefusalKind.Conflict, "version_in_production"), (refusal.Kind, refusal.Code));
        Assert.Contains("move it to another stage first", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("'a-b'", Refused(Delete(model, 2, tests: "a-b")).Detail, StringComparison.Ordinal);
        model.Accept(Retirement.Decide(new TestModel().Register().State, new ArchiveModel(), By()));
        Refused("model_archived", Delete(model, 2));
    }

    [Theory]
    [InlineData(LifecycleProfile.Governed, Role.Scientist, "needs_approver")]
    [InlineData(LifecycleProfile.Governed, Role.Approver, null)]
    [InlineData(LifecycleProfile.Open, Role.Scientist, null)]
    [InlineData(LifecycleProfile.Open, Role.Viewer, "role_too_low")]
    public void Delete_ByRole_IsAllowedAsTheLifecycleSays(LifecycleProfile lifecycle, Role role, string? refusal)
        => Assert.Equal(refusal, Delete(new TestModel(lifecycle).Register(), 1, role).Refusal?.Code);

    [Fact]
    public void RollBack_PastADeletedVersion_GoesToTheOneBefore()
    {
        var model = new TestModel().Register().Register().Register();
        foreach (var number in (int[])[1, 2, 3])
            model.Accept(model.Promote(number));
        model.Accept(Delete(model, 2));
        Assert.Equal([1], model.State.FormerProduction.ToArray());
        model.Accept(model.RollBack());
        Assert.Equal(1, model.State.Production);
        Assert.Equal(model.State.Revision, model.Replayed().Revision);
    }

    [Fact]
    public void History_OfADeletion_LeavesNothingThatPointsAtIt()
    {
        var model = new TestModel().Register().Register();
        model.Accept(model.Promote(1));
        model.Accept(Aliasing.Decide(model.State, new SetAlias { Alias = "champion", Number = 2 }, By()));
        Assert.Equal("version 1 is served", HistoryRules.Check(model.State, new VersionDeleted { Number = 1 }));
        Assert.Equal("the alias 'champion' points at version 2", HistoryRules.Check(model.State, new VersionDeleted { Number = 2 }));
        model.Accept(Delete(model, 2));
        Assert.Equal("the model has no version 2", HistoryRules.Check(model.State, new VersionDeleted { Number = 2 }));
        Assert.Equal("the model has no version 2", HistoryRules.Check(model.State, new AliasSet { Alias = "champion", Number = 2 }));
    }

    private static Decision<ModelEvent> Delete(TestModel model, int number, Role role = Role.Admin, params System.Collections.Immutable.ImmutableArray<string> tests)
        => VersionDeletion.Decide(model.State, new DeleteVersion { Number = number, Reason = "wrong" }, By(role: role), tests);
}
