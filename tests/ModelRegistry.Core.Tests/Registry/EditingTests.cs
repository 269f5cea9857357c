using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using static ModelRegistry.Core.Tests.Registry.TestModel;

namespace ModelRegistry.Core.Tests.Registry;

public sealed class EditingTests
{
    [Fact]
    public void Edit_Model_ChangesWhatIsGivenAndLeavesTheRest()
    {
        var model = new TestModel();
        model.Accept(Edit(model, new() { Description = "ranks", SetTags = Tags(("team", "alpha"), ("desk", "eu")) }));
        model.Accept(Edit(model, new() { SetTags = Tags(("team", "beta")), RemoveTags = ["desk", "never"] }));
        Assert.Equal("ranks", model.State.Description);
        Assert.Equal(Tags(("team", "beta")), model.State.Tags);
        model.Accept(Edit(model, new() { Description = "" }));
        Assert.Null(model.State.Description);
        Assert.Equal(model.State.Tags, model.Replayed().Tags);
    }

    [Fact]
    public void Edit_Model_RefusesWhatMakesNoSense()
    {
        var model = new TestModel();
        Refused("nothing_to_change", Edit(model, new()));
        Refused("contradiction", Edit(model, new() { SetTags = Tags(("a", "1")), RemoveTags = ["a"] }));
        Refused("text_too_long", Edit(model, new() { Description = new string('x', 20_001) }));
        Refused("invalid_text", Edit(model, new() { Description = "a\0b" }));
        Refused("role_too_low", Editing.Decide(model.State, new EditModel { Description = "x" }, By(role: Role.Viewer)));
        model.Accept(Edit(model, new() { SetTags = Enumerable.Range(0, 1_000).ToImmutableDictionary(i => $"t{i}", _ => "") }));
        Refused("too_many", Edit(model, new() { SetTags = Tags(("one more", "")) }));
        model.Accept(Edit(model, new() { SetTags = Tags(("one more", "")), RemoveTags = ["t0"] }));
    }

    [Fact]
    public void Edit_Version_RefusesWhatMakesNoSense()
    {
        var model = new TestModel().Register();
        Refused("version_not_found", EditVersion(model, new() { Number = 2, Description = "x" }));
        Refused("nothing_to_change", EditVersion(model, new() { Number = 1 }));
        Refused("immutable", EditVersion(model, new() { Number = 1, SetTags = Tags(("drill", "true")) }));
        Refused("immutable", EditVersion(model, new() { Number = 1, RemoveTags = ["drill"] }));
        Refused("invalid_config", EditVersion(model, new() { Number = 1, DeploymentConfig = "{replicas: 3" }));
        model.Accept(EditVersion(model, new() { Number = 1, DeploymentConfig = """{"replicas": 3}""", ServingEndpoint = "", ServingNotes = "warm up first" }));
    }

    [Fact]
    public void Register_DerivedFrom_NamesEachSourceOnceAndNeverItself()
    {
        var model = new TestModel().Register();
        var other = Guid.CreateVersion7(Start);
        model.Register(Version() with { DerivedFrom = [new() { ModelId = other, Number = 4 }, new() { ModelId = model.State.Id, Number = 1 }] });
        Refused("unknown_source", Registration.Decide(model.State, Version() with { DerivedFrom = [new() { ModelId = model.State.Id, Number = 3 }] }, By()));
        Refused("unknown_source", Registration.Decide(model.State, Version() with { DerivedFrom = [new() { ModelId = other, Number = 0 }] }, By()));
        Refused("duplicate_source", Registration.Decide(model.State, Version() with { DerivedFrom = [new() { ModelId = other, Number = 1 }, new() { ModelId = other, Number = 1 }] }, By()));
    }

    private static Decision<Contracts.Registry.Events.ModelEvent> Edit(TestModel model, EditModel command) => Editing.Decide(model.State, command, By());

    private static Decision<Contracts.Registry.Events.ModelEvent> EditVersion(TestModel model, EditVersion command) => Editing.Decide(model.State, command, By());

    private static ImmutableDictionary<string, string> Tags(params (string Key, string Value)[] tags) => tags.ToImmutableDictionary(tag => tag.Key, tag => tag.Value);
}
