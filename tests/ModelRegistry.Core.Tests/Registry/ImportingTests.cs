using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class ImportingTests
{
    [Fact]
    public void Import_AfterAGap_DeletesTheNumbersBetweenAndKeepsItsOwn()
    {
        var model = Open().Register();
        model.Accept(Import(model, 4, Stage.Production, "champion"));

        Assert.Equal(
            ["VersionRegistered 2", "VersionDeleted 2", "VersionRegistered 3", "VersionDeleted 3", "VersionRegistered 4", "StageMoved 4", "AliasSet 4"],
            model.Last.Select(one => $"{one.GetType().Name} {Number(one)}"));
        Assert.Equal([1, 4], ModelViews.Of(model.State)!.Versions.Select(version => version.Number));
        Assert.Equal((4, 4), (model.State.Production, model.State.Aliases["champion"]));
        Assert.Null(model.State.Find(3));
        Assert.Equal(5, model.Register().State.Latest!.Number);
    }

    [Fact]
    public void Import_OfTheNextNumber_ComparesWithTheLastThatIsThere()
    {
        var model = Open().Register(Version("price"));
        model.Accept(Importing.Decide(model.State, new ImportVersion { Number = 3, Version = Version("price"), Stage = Stage.Trained }, By()));
        Assert.EndsWith("against version 1 (1.0.0): only the data", model.State.Latest!.View.BumpReason, StringComparison.Ordinal);
        Assert.Single(model.Last.OfType<VersionDeleted>());
    }

    [Fact]
    public void Import_WhatEachEventMakes_IsAHistoryThatAnotherRegistryTakes()
    {
        var model = Open();
        var state = model.State;
        foreach (var one in Import(model, 3, Stage.Archived, "old").Events)
        {
            Assert.Null(HistoryRules.Check(state, one));
            state = ModelFold.Apply(state, one, new EventStamp(state.Revision + 1, Start, Author, Guid.Empty));
        }

        Assert.Equal(Stage.Archived, state.Find(3)!.View.Stage);
    }

    [Fact]
    public void Import_OfWhatCannotBe_IsRefusedAndChangesNothing()
    {
        var model = Open().Register().Register();
        model.Accept(Aliasing.Decide(model.State, new SetAlias { Alias = "best", Number = 1 }, By()));
        Refused("number_passed", Import(model, 2, Stage.Trained));
        Refused("gap_too_large", Import(model, 10_004, Stage.Trained));
        Refused("alias_taken", Import(model, 3, Stage.Trained, "best"));
        Refused("invalid_stage", Import(model, 3, Stage.Validated));
        Refused("governed", Import(new TestModel(), 1, Stage.Trained));
        Refused("invalid_digest", Importing.Decide(model.State, new ImportVersion { Number = 5, Version = Version() with { ArtifactDigest = "x" }, Stage = Stage.Trained }, By()));
        Assert.Equal(10_003, model.Accept(Import(model, 10_003, Stage.Trained)).State.Latest!.Number);
    }

    private static TestModel Open() => new(LifecycleProfile.Open);

    private static Decision<ModelEvent> Import(TestModel model, int number, Stage stage, params string[] aliases)
        => Importing.Decide(model.State, new ImportVersion { Number = number, Version = Version(), Stage = stage, Aliases = [.. aliases] }, By());

    private static int Number(ModelEvent one) => one switch
    {
        VersionRegistered registered => registered.Number,
        VersionDeleted deleted => deleted.Number,
        StageMoved moved => moved.Number,
        _ => ((AliasSet)one).Number,
    };
}
