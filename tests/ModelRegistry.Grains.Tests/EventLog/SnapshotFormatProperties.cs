using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Contracts.Monitoring.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Contracts.Retraining.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Monitoring;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Retraining;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Registry;
using ModelRegistry.Grains.Tests.Registry;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Grains.Tests.EventLog;

/// <summary>For every kind of stream and any sequence of its events: a snapshot taken anywhere and the events after it make the state that all events make.</summary>
public sealed class SnapshotFormatProperties
{
    private static readonly Guid Id = Commands.NewId();
    private static readonly Guid Request = Commands.NewId();
    private static readonly DateTimeOffset At = Commands.Start.AddTicks(70);

    [Fact]
    public void Model_AnySequence_SnapshotAndTailEqualTheFold()
    {
        var digest = new string('b', 64);
        Check<ModelState, ModelEvent>(ModelState.Empty(Id), ModelFold.Apply, ModelGrain.Snapshots, (number, state) =>
        [
            new ModelCreated { ModelId = Id, Name = "n", Lifecycle = LifecycleProfile.Open, Description = "ünï", Tags = ImmutableDictionary<string, string>.Empty.Add("a", "b") },
            Registered(state, Commands.Version(number) with { ParentVersion = number }),
            Registered(state, Commands.Version() with { Type = null, ReferenceProfileDigest = digest, Tags = ImmutableDictionary<string, string>.Empty.Add("drill", "true"), Manifest = new Manifest { FeatureGraphHash = digest } }),
            Registered(state, Commands.Version() with { Signature = new Signature(), Algorithm = "a", Params = ImmutableDictionary<string, string>.Empty.Add("p", "1") }),
            new StageMoved { Number = number, From = Stage.Staging, To = Stage.Production, Cause = "promotion" },
            new StageMoved { Number = number, From = Stage.Production, To = Stage.Archived, Cause = "superseded" },
            new PromotionDecided { Number = number, To = Stage.Production },
            new ModelRolledBack { From = number, To = 1, Reason = "worse" },
            new VersionApproved { Number = number, Principal = number == 1 ? "ada" : "grace", Role = Role.Approver, GatesDigest = number == 2 ? digest : null },
            new AliasSet { Alias = "champion", Number = number },
            new AliasRemoved { Alias = "champion", Previous = number },
            new ShadowsSet { Numbers = [number, 1] },
            new PromotionsFrozen { Reason = "wild", ReportId = Request, Features = ["f"], AsOf = At },
            new PromotionsThawed { Reason = "calm" },
            new ModelEdited { Description = number == 1 ? "" : "edited", SetTags = ImmutableDictionary<string, string>.Empty.Add("c", "d"), RemovedTags = ["a"] },
            new VersionEdited { Number = number, Description = "edited" },
            Registered(state, Commands.Version() with { RunId = Request, ManifestOpen = true }),
            new ManifestClosed { Number = number, Cause = "run_ended", Signature = new Signature { Inputs = [new SignatureField { Name = "taken over" }] }, ManifestDigest = digest, SettingsDigest = digest },
            new VersionDeleted { Number = number, Reason = "wrong" },
            new ModelRenamed { From = "n", To = "m" },
            new ModelArchived { Reason = "unused" },
            new ModelRestored { Reason = "used" },
            new ModelDeleted { Name = "n" },
        ]);
    }

    [Fact]
    public void Experiment_AnySequence_SnapshotAndTailEqualTheFold()
    {
        var metric = new MetricResult
        {
            Metric = "hit",
            Arms = [new ArmResult { Variant = "champion", Version = 1, Units = 0, Mean = double.NaN, StandardError = double.PositiveInfinity }],
            Estimate = -0.0,
            PValue = 0.1 + 0.2,
            Blocks = new Contracts.Experiments.Interval { Low = double.NegativeInfinity, High = 1e-300, Method = "blocks" },
        };
        var plan = new ExperimentPlan
        {
            Name = "a-b",
            ModelId = Id,
            Seed = "s",
            AsOfFrom = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)),
            PromoteOnWin = true,
            Variants = [new VariantPlan { Name = "champion", Version = 1, Weight = 1.0 / 3 }, new VariantPlan { Name = "challenger", Version = 2, Weight = 2.0 / 3 }],
            Metrics = [new MetricPlan { Name = "hit", Primary = false }],
        };
        Check<ExperimentState, ExperimentEvent>(new ExperimentState { Id = Id }, ExperimentFold.Apply, SnapshotFormat<ExperimentState>.Json, (number, _) =>
        [
            new ExperimentPlanned { ExperimentId = Id, Plan = plan },
            new ExperimentStarted { Buckets = BucketTable.Create([0.3, 0.7]), OutcomesFrom = number },
            new ExperimentPaused(),
            new ExperimentResumed(),
            new ExperimentConcluded { Verdict = new Verdict { Outcome = ExperimentJudge.ChallengerWon, Winner = "challenger", Why = "…", Primary = metric }, OutcomesRead = number },
            new ExperimentCancelled { OutcomesRead = number },
            new ExperimentPromotionAnswered { Version = number, Promoted = true, What = "done" },
        ]);
    }

    [Fact]
    public void Monitor_AnySequence_SnapshotAndTailEqualTheFold()
        => Check<MonitorState, MonitorEvent>(new MonitorState { ModelId = Id }, (state, @event, _) => state.Apply(@event), SnapshotFormat<MonitorState>.Json, (number, _) =>
        [
            new MonitorConfigured { Policy = new MonitorPolicy { WindowDays = number, Moderate = 0.1 + (number / 7.0), Action = (DriftAction)(number % 2), Note = "n" } },
        ]);

    [Fact]
    public void Retraining_AnySequence_SnapshotAndTailEqualTheFold()
        => Check<RetrainingState, RetrainingEvent>(RetrainingState.Empty(Id), RetrainingRules.Apply, SnapshotFormat<RetrainingState>.Json, (number, _) =>
        [
            new RetrainingRequested { RequestId = Request, Reason = "drift", ReportId = Id, AsOf = At },
            new RetrainingRequested { RequestId = new Guid(number, 0, 0, new byte[8]), Reason = "by hand" },
            new RetrainingAnswered { Number = number, RequestIds = [Request] },
        ]);

    private static VersionRegistered Registered(ModelState state, RegisterVersion version) => new()
    {
        Number = state.Versions.Count + 1,
        SemanticVersion = $"1.{state.Versions.Count}.0",
        BumpReason = "because",
        Stage = version.InitialStage,
        ManifestDigest = new string('c', 64),
        Version = version,
    };

    /// <param name="empty">The state before the first event.</param>
    /// <param name="fold">Of the stream.</param>
    /// <param name="format">Of its snapshots.</param>
    /// <param name="events">Every type of event, by a number and the state that it comes upon.</param>
    private static void Check<TState, TEvent>(
        TState empty, EventFold<TState, TEvent> fold, SnapshotFormat<TState> format, Func<int, TState, ImmutableArray<TEvent>> events)
        where TState : class
    {
        var one = events(1, empty);
        Assert.Equal(
            typeof(TEvent).GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => derived.DerivedType.Name).Order(),
            one.Select(@event => @event!.GetType().Name).Distinct().Order());
        var steps = (from which in Gen.Choose(0, one.Length - 1) from number in Gen.Choose(1, 4) select (which, number)).ArrayOf(40);
        Prop.ForAll(Arb.From(steps), Gen.Choose(0, 40).ToArbitrary(), (sequence, cut) =>
        {
            var (state, resumed) = (empty, empty);
            for (var i = 0; i < sequence.Length; i++)
            {
                if (i == cut)
                    resumed = format.Read(format.Write(state));
                var @event = events(sequence[i].number, state)[sequence[i].which];
                var stamp = new EventStamp(i + 1, At.AddSeconds(i), $"principal {sequence[i].number}", Id);
                state = fold(state, @event, stamp);
                resumed = fold(resumed, @event, stamp);
            }

            Assert.Equal(Dump(state), Dump(resumed));
            Assert.Equal(Dump(state), Dump(format.Read(format.Write(state))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    /// <summary>Every public member.</summary>
    private static string Dump<TState>(TState state) => JsonSerializer.Serialize(state, RegistryJson.Options);
}
