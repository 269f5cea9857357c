using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Tests.Experiments;

public sealed class ExperimentRulesTests
{
    private static readonly DateTimeOffset Now = new(2016, 1, 4, 9, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, ExperimentPlan> WrongPlans() => new()
    {
        { "name", Plans.Plan() with { Name = " " } },
        { "name", Plans.Plan() with { Name = new string('x', 201) } },
        { "seed", Plans.Plan() with { Seed = "a\0b" } },
        { "no model", Plans.Plan() with { ModelId = Guid.Empty } },
        { "two variants", Plans.Plan() with { Variants = [Plans.Plan().Variants[0]] } },
        { "Both variants are named", Plans.Plan() with { Variants = [Variant(0.5), Variant(0.5)] } },
        { "sum to 1", Plans.Plan() with { Variants = [Variant(0.5), Variant(0.4) with { Name = "other" }] } },
        { "weight NaN", Plans.Plan() with { Variants = [Variant(0.5), Variant(double.NaN)] } },
        { "counted from 1", Plans.Plan() with { Variants = [Variant(0.5) with { Version = 0 }, Variant(0.5)] } },
        { "nothing to promote", Plans.Plan() with { PromoteOnWin = true, Variants = [Variant(0.5), Variant(0.5) with { Name = "other" }] } },
        { "has 0", Plans.Plan() with { Metrics = [] } },
        { "has 2", Plans.Plan() with { Metrics = [new MetricPlan { Name = "a" }, new MetricPlan { Name = "b" }] } },
        { "same name", Plans.Plan() with { Metrics = [new MetricPlan { Name = "a" }, new MetricPlan { Name = "a", Primary = false }] } },
        { "no known source", Plans.Plan() with { Metrics = [new MetricPlan { Name = "a", Source = (MetricSource)9 }] } },
        { "Confidence", Plans.Plan() with { Confidence = 1 } },
        { "Confidence", Plans.Plan() with { Confidence = double.NaN } },
        { "minimum sample", Plans.Plan() with { MinSamples = 1 } },
        { "block", Plans.Plan() with { BlockDays = 0 } },
        { "late", Plans.Plan() with { LatenessDays = -1 } },
        { "window is empty", Plans.Plan() with { AsOfFrom = Now, AsOfTo = Now } },
    };

    [Theory]
    [MemberData(nameof(WrongPlans))]
    public void Plan_SomethingWrong_IsRefusedByName(string expected, ExperimentPlan plan)
    {
        var refusal = ExperimentRules.Plan(New(), plan).Refusal;
        Assert.Equal(RefusalKind.Invalid, refusal?.Kind);
        Assert.Contains(expected, refusal?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Twice_IsAConflict() =>
        Assert.Equal("experiment_exists", ExperimentRules.Plan(Planned(), Plans.Plan()).Refusal?.Code);

    [Fact]
    public void Start_ChampionInProduction_GivesTheBucketTable()
    {
        var started = Assert.IsType<ExperimentStarted>(Assert.Single(ExperimentRules.Start(Planned(), Model(production: 1), 42).Events));
        Assert.Equal(BucketTable.Create([0.5, 0.5]), started.Buckets.ToArray());
        Assert.Equal(42, started.OutcomesFrom);
    }

    [Fact]
    public void Start_ModelNotReady_IsRefused()
    {
        Assert.Equal("model_not_found", ExperimentRules.Start(Planned(), null, 0).Refusal?.Code);
        Assert.Equal("champion_not_in_production", ExperimentRules.Start(Planned(), Model(production: 2), 0).Refusal?.Code);
        Assert.Equal("champion_not_in_production", ExperimentRules.Start(Planned(), Model(production: null), 0).Refusal?.Code);
        var model = Model(production: 1);
        Assert.Equal("version_not_found", ExperimentRules.Start(Planned(), model with { Versions = [model.Versions[0]] }, 0).Refusal?.Code);
        var archived = model with { Versions = [model.Versions[0], model.Versions[1] with { Stage = Stage.Archived }] };
        Assert.Equal("version_archived", ExperimentRules.Start(Planned(), archived, 0).Refusal?.Code);
    }

    [Fact]
    public void AnyCommand_StatusByStatus_IsAllowedOnlyOnItsArrows()
    {
        var allowed = Enum.GetValues<ExperimentStatus>().ToDictionary(status => status, Allowed);
        Assert.Equal("start cancel", allowed[ExperimentStatus.Draft]);
        Assert.Equal("pause conclude cancel", allowed[ExperimentStatus.Running]);
        Assert.Equal("resume conclude cancel", allowed[ExperimentStatus.Paused]);
        Assert.Equal("", allowed[ExperimentStatus.Concluded]);
        Assert.Equal("", allowed[ExperimentStatus.Cancelled]);
    }

    [Fact]
    public void AnyCommand_NeverPlanned_IsNotFound() =>
        Assert.Equal(RefusalKind.NotFound, ExperimentRules.Pause(New(), "").Refusal?.Kind);

    [Fact]
    public void Apply_WholeLife_EndsWithTheVerdictAndThePromotionAnswered()
    {
        var state = New();
        var tally = new TallyState { Units = [0, 0], Metrics = [MetricTally.Empty(2)] };
        state = Apply(state, ExperimentRules.Plan(state, Plans.Plan() with { PromoteOnWin = true }));
        state = Apply(state, ExperimentRules.Start(state, Model(production: 1), 7));
        state = Apply(state, ExperimentRules.Pause(state, "look"));
        Assert.Equal(ExperimentStatus.Paused, state.Status);
        state = Apply(state, ExperimentRules.Resume(state, "on"));
        state = Apply(state, ExperimentRules.Conclude(state, tally, 99, "year is over"));
        Assert.Equal((ExperimentStatus.Concluded, 99L, 5L), (state.Status, state.OutcomesThrough, state.Revision));
        Assert.Equal(ExperimentJudge.NotEnoughData, state.Verdict?.Outcome);
        Assert.Null(state.PromotionDue);

        var won = state with { Verdict = state.Verdict! with { Outcome = ExperimentJudge.ChallengerWon } };
        Assert.Equal(2, won.PromotionDue);
        won = Apply(won, ExperimentRules.AnswerPromotion(won, promoted: true, "in production"));
        Assert.Null(won.PromotionDue);
        Assert.Equal("in production", won.ToView().Promotion);
        Assert.Empty(ExperimentRules.AnswerPromotion(won, promoted: true, "again").Events);
    }

    private static string Allowed(ExperimentStatus status)
    {
        var state = Planned() with { Status = status };
        var tally = new TallyState { Units = [0, 0], Metrics = [MetricTally.Empty(2)] };
        (string Verb, Decision<ExperimentEvent> Decision)[] commands =
        [
            ("start", ExperimentRules.Start(state, Model(production: 1), 0)),
            ("pause", ExperimentRules.Pause(state, "")),
            ("resume", ExperimentRules.Resume(state, "")),
            ("conclude", ExperimentRules.Conclude(state, tally, 0, "")),
            ("cancel", ExperimentRules.Cancel(state, 0, "")),
        ];
        return string.Join(' ', commands.Where(command => command.Decision.Refusal is null).Select(command => command.Verb));
    }

    private static ExperimentState New() => new() { Id = Plans.Id };

    private static ExperimentState Planned() => Apply(New(), ExperimentRules.Plan(New(), Plans.Plan()));

    private static ExperimentState Apply(ExperimentState state, Decision<ExperimentEvent> decision)
    {
        Assert.Null(decision.Refusal);
        var @event = Assert.Single(decision.Events);
        return ExperimentFold.Apply(state, @event, new EventStamp(state.Revision + 1, Now, "tester", Plans.Id));
    }

    private static VariantPlan Variant(double weight) => new() { Name = "same", Version = 1, Weight = weight };

    private static ModelView Model(int? production) => new()
    {
        Id = Plans.ModelId,
        Name = "ranking",
        Lifecycle = LifecycleProfile.Governed,
        Revision = 3,
        Production = production,
        Versions = ImmutableArray.Create(Version(1), Version(2)),
    };

    private static VersionView Version(int number) => new()
    {
        Number = number,
        SemanticVersion = $"{number}.0.0",
        Stage = Stage.Validated,
        Flavor = "constant",
        ArtifactDigest = new string('a', 64),
        CreatedBy = "tester",
        CreatedAt = Now,
    };
}
