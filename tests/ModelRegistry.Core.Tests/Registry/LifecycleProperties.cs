using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;

namespace ModelRegistry.Core.Tests.Registry;

/// <summary>Random command sequences against a model so simple that it can be read.</summary>
public sealed class LifecycleProperties
{
    [Fact]
    public void Governed_AnyCommandSequence_AgreesWithTheSimpleModel()
        => Prop.ForAll(Sequences, steps => Run(LifecycleProfile.Governed, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Open_AnyCommandSequence_AgreesWithTheSimpleModel()
        => Prop.ForAll(Sequences, steps => Run(LifecycleProfile.Open, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static Arbitrary<Step[]> Sequences => Arb.From(
        Gen.Choose(0, 6).SelectMany(op => Gen.Choose(0, 5).SelectMany(number => Gen.Choose(0, 6).Select(stage => new Step(op, number, (Stage)stage)))).ArrayOf(40));

    private static void Run(LifecycleProfile lifecycle, Step[] steps)
    {
        var model = new TestModel(lifecycle);
        var simple = new SimpleModel(lifecycle == LifecycleProfile.Governed);
        foreach (var step in steps)
        {
            var before = model.State;
            var decision = Decide(model, step);
            Assert.Equal(Carry(simple, step), decision.Refusal is null);
            if (decision.Refusal is { } refusal)
            {
                Assert.Matches("^[a-z_]+$", refusal.Code);
                Assert.True(refusal.Detail.Length > 20, refusal.Detail);
                Assert.Empty(decision.Events);
                continue;
            }

            Assert.NotEmpty(decision.Events);
            model.Accept(decision);
            Assert.True(model.State.Revision > before.Revision);
            Check(model.State, simple);
        }

        Assert.Equal(Json(model.State), Json(model.Replayed()));
    }

    private static Decision<ModelEvent> Decide(TestModel model, Step step) => step.Op switch
    {
        0 => Registration.Decide(model.State, TestModel.Version() with { InitialStage = step.Stage }, TestModel.By()),
        1 => model.Promote(step.Number, step.Stage),
        2 or 3 => model.Transition(step.Number, step.Stage),
        5 => VersionDeletion.Decide(model.State, new DeleteVersion { Number = step.Number }, TestModel.By(), []),
        4 => model.RollBack(step.Number == 0 ? null : step.Number),
        _ => Aliasing.Decide(model.State, new SetAlias { Alias = $"a{model.State.Revision}", Number = step.Number }, TestModel.By()),
    };

    private static bool Carry(SimpleModel simple, Step step) => step.Op switch
    {
        0 => simple.Register(step.Stage),
        1 => simple.Promote(step.Number, step.Stage),
        2 or 3 => simple.Transition(step.Number, step.Stage),
        5 => simple.Delete(step.Number),
        4 => simple.RollBack(step.Number == 0 ? null : step.Number),
        _ => simple.SetAlias("a", step.Number),
    };

    private static void Check(ModelState state, SimpleModel simple)
    {
        Assert.Equal(simple.Stages, state.Versions.Select(row => row.Stage));
        Assert.Equal(simple.Serving, state.Production);
        Assert.Equal(simple.Former, state.FormerProduction);
        if (state.Lifecycle == LifecycleProfile.Governed)
            Assert.True(state.Versions.Count(row => row.Stage == Stage.Production) <= 1);
        Assert.Equal(simple.Deleted.Order(), state.Versions.Where(row => row.Deleted).Select(row => row.Number));
        Assert.All(state.Aliases.Values, number => Assert.NotNull(state.Find(number)));
    }

    private static string Json(ModelState state) => JsonSerializer.Serialize(ModelViews.Of(state), RegistryJson.Options);

    private sealed record Step(int Op, int Number, Stage Stage);
}
