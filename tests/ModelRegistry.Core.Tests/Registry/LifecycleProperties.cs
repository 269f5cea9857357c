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
    private static readonly string[] Arrows =
    [
        "Draft>Trained", "Trained>Validated", "Validated>Staging", "Staging>Production", "Production>Deprecated", "Deprecated>Archived",
        "Draft>Archived", "Trained>Archived", "Validated>Archived", "Staging>Archived", "Production>Staging",
    ];

    [Fact]
    public void Governed_AnyCommandSequence_AgreesWithTheSimpleModel()
        => Prop.ForAll(Sequences, steps => Run(LifecycleProfile.Governed, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Open_AnyCommandSequence_AgreesWithTheSimpleModel()
        => Prop.ForAll(Sequences, steps => Run(LifecycleProfile.Open, steps)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static Arbitrary<Step[]> Sequences => Arb.From(
        Gen.Choose(0, 5).SelectMany(op => Gen.Choose(0, 5).SelectMany(number => Gen.Choose(0, 6).Select(stage => new Step(op, number, (Stage)stage)))).ArrayOf(40));

    private static void Run(LifecycleProfile lifecycle, Step[] steps)
    {
        var model = new TestModel(lifecycle);
        var simple = new Simple(lifecycle == LifecycleProfile.Governed);
        foreach (var step in steps)
        {
            var before = model.State;
            var decision = Decide(model, step);
            Assert.Equal(simple.Carry(step), decision.Refusal is null);
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
        4 => model.RollBack(step.Number == 0 ? null : step.Number),
        _ => Aliasing.Decide(model.State, new SetAlias { Alias = $"a{model.State.Revision}", Number = step.Number }, TestModel.By()),
    };

    private static void Check(ModelState state, Simple simple)
    {
        Assert.Equal(simple.Stages, state.Versions.Select(row => row.Stage));
        Assert.Equal(simple.Serving, state.Production);
        Assert.Equal(simple.Former, state.FormerProduction);
        if (state.Lifecycle == LifecycleProfile.Governed)
            Assert.True(state.Versions.Count(row => row.Stage == Stage.Production) <= 1);
        Assert.All(state.Aliases.Values, number => Assert.InRange(number, 1, state.Versions.Count));
    }

    private static string Json(ModelState state) => JsonSerializer.Serialize(ModelViews.Of(state), RegistryJson.Options);

    private sealed record Step(int Op, int Number, Stage Stage);

    private sealed class Simple(bool governed)
    {
        private readonly HashSet<int> served = [];

        public List<Stage> Stages { get; } = [];

        public List<int> Former { get; } = [];

        public int? Serving => Stages.LastIndexOf(Stage.Production) is var index and >= 0 ? index + 1 : null;

        public bool Carry(Step step)
        {
            if (step.Op == 0)
                return Register(step.Stage);
            if (step.Op == 4)
                return RollBack(step.Number == 0 ? null : step.Number);
            if (step.Number < 1 || step.Number > Stages.Count)
                return false;
            return step.Op switch
            {
                1 => Promote(step.Number, step.Stage),
                2 or 3 => Transition(step.Number, step.Stage),
                _ => true,
            };
        }

        private bool Register(Stage stage)
        {
            if (stage is not (Stage.Draft or Stage.Trained))
                return false;
            Stages.Add(stage);
            return true;
        }

        private bool Promote(int number, Stage to)
        {
            var from = Stages[number - 1];
            if (to is not (Stage.Staging or Stage.Production) || from == to || (governed && from > to))
                return false;
            if (to == Stage.Production)
                Clear(number);
            Put(number, to);
            return true;
        }

        private bool Transition(int number, Stage to)
        {
            var from = Stages[number - 1];
            if (from == to || (governed && !Arrows.Contains($"{from}>{to}")))
                return false;
            if (governed && to == Stage.Production)
                Clear(number);
            Put(number, to);
            return true;
        }

        private bool RollBack(int? to)
        {
            var target = to ?? (Serving is not null && Former.Count > 0 ? Former[^1] : 0);
            if (target < 1 || target > Stages.Count || !served.Contains(target) || Stages[target - 1] == Stage.Production)
                return false;
            var from = Serving;
            for (var i = 0; i < Stages.Count; i++)
                Stages[i] = Stages[i] == Stage.Production ? Stage.Archived : Stages[i];
            var index = Former.IndexOf(target);
            if (index >= 0)
                Former.RemoveRange(index, Former.Count - index);
            else if (from is { } number)
                Former.Add(number);
            Stages[target - 1] = Stage.Production;
            return true;
        }

        private void Clear(int except)
        {
            for (var number = 1; number <= Stages.Count; number++)
            {
                if (number != except && Stages[number - 1] == Stage.Production)
                    Put(number, Stage.Archived);
            }
        }

        private void Put(int number, Stage to)
        {
            var from = Stages[number - 1];
            Stages[number - 1] = to;
            if (from == Stage.Production || to == Stage.Production)
                Former.Remove(number);
            if (from == Stage.Production)
                Former.Add(number);
            if (to == Stage.Production)
                served.Add(number);
        }
    }
}
