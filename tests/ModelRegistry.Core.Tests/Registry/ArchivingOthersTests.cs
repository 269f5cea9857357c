using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class ArchivingOthersTests
{
    [Theory]
    [InlineData(Stage.Staging)]
    [InlineData(Stage.Production)]
    public void Transition_OfAnOpenModel_ArchivesTheOthersOfTheStageOnly(Stage stage)
    {
        var model = Three(LifecycleProfile.Open);
        model.Accept(Move(model, 1, stage));
        model.Accept(Move(model, 2, Stage.Deprecated));

        model.Accept(Move(model, 3, stage, archive: true));

        Assert.Equal((Stage.Archived, Stage.Deprecated, stage), (model.StageOf(1), model.StageOf(2), model.StageOf(3)));
        Assert.Equal("superseded by version 3", model.Last.OfType<StageMoved>().Single(move => move.Number == 1).Reason);
    }

    [Fact]
    public void Transition_OfWhatIsThereAlready_ArchivesTheOthers()
    {
        var model = Three(LifecycleProfile.Open);
        foreach (var number in new[] { 1, 2 })
            model.Accept(Move(model, number, Stage.Production));

        model.Accept(Move(model, 1, Stage.Production, archive: true));
        Assert.Equal((Stage.Production, Stage.Archived), (model.StageOf(1), model.StageOf(2)));
        Assert.Empty(Move(model, 1, Stage.Production, archive: true).Events);
        Refused("already_in_stage", Move(model, 1, Stage.Production));
    }

    [Fact]
    public void Transition_ToAStageWithoutPlace_ArchivesNone() =>
        Refused("no_others_to_archive", Move(Three(LifecycleProfile.Open), 1, Stage.Archived, archive: true));

    [Fact]
    public void Promotion_ToProduction_SendsWhatWasThereWhereThePolicySays()
    {
        var model = Three(LifecycleProfile.Governed);
        model.Policy = Core.Registry.Policy.PolicyParser.Parse("defaults: { production: { supersededTo: Deprecated } }");
        model.Accept(Promote(model, 1, Stage.Production));
        model.Accept(Promote(model, 2, Stage.Production));
        Assert.Equal((Stage.Deprecated, Stage.Production), (model.StageOf(1), model.StageOf(2)));
    }

    [Fact]
    public void Promotion_ToStaging_ArchivesTheOthersThere()
    {
        var model = Three(LifecycleProfile.Governed);
        model.Accept(Promote(model, 1, Stage.Staging));
        model.Accept(Promote(model, 2, Stage.Staging));
        Assert.Equal((Stage.Archived, Stage.Staging, Stage.Trained), (model.StageOf(1), model.StageOf(2), model.StageOf(3)));
    }

    private static TestModel Three(LifecycleProfile lifecycle) => new TestModel(lifecycle).Register().Register().Register();

    private static Decision<ModelEvent> Move(TestModel model, int number, Stage to, bool archive = false) =>
        Transitioning.Decide(model.State, new TransitionVersion { Number = number, To = to, ArchiveOthers = archive }, By(), model.Evidence, model.Policy);

    private static Decision<ModelEvent> Promote(TestModel model, int number, Stage to) =>
        Promotion.Decide(model.State, new PromoteVersion { Number = number, To = to, ArchiveOthers = true }, By(), model.Evidence, model.Policy);
}
