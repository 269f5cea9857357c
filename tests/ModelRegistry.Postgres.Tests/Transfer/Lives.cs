using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Contracts.Experiments.Events;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Postgres.Tests.Events;
using ModelRegistry.Postgres.Tests.ReadModels;

namespace ModelRegistry.Postgres.Tests.Transfer;

/// <summary>Models and A/B tests with every type of event in their lives.</summary>
internal static class Lives
{
    public static readonly Guid Alpha = Requests.Id(1), Beta = Requests.Id(2), Gone = Requests.Id(3);

    /// <summary>Before <see cref="Alpha"/> in the order of an import.</summary>
    private static readonly Guid Heir = Requests.Id(0);

    /// <summary>A test of two versions of a model.</summary>
    public static ExperimentPlanned Planned(int id, Guid model, bool promote = false) => new()
    {
        ExperimentId = Requests.Id(id),
        Plan = new ExperimentPlan
        {
            Name = $"test {id}",
            ModelId = model,
            Seed = "s",
            PromoteOnWin = promote,
            Variants = [new VariantPlan { Name = "champion", Version = 1, Weight = 0.5 }, new VariantPlan { Name = "challenger", Version = 2, Weight = 0.5 }],
            Metrics = [new MetricPlan { Name = "hit" }],
        },
    };

    public static ExperimentStarted Started { get; } = new() { Buckets = BucketTable.Create([0.5, 0.5]) };

    public static ExperimentConcluded Won { get; } = new()
    {
        Verdict = new Verdict { Outcome = ExperimentJudge.ChallengerWon, Winner = "challenger", Why = "better", Primary = new MetricResult { Metric = "hit", Arms = [], PValue = double.NaN } },
        OutcomesRead = 7,
    };

    public static async Task LiveAsync(TransferRegistry registry)
    {
        await LiveAsync(registry, Alpha);

        // The name that another had before, one that is free again, and a command that changed nothing.
        await registry.ModelAsync(0, "alpha");
        await registry.History.AppendAsync(Heir);
        await registry.ModelAsync(3, "gone");
        await registry.History.AppendAsync(Gone, new ModelArchived { Reason = "unused" });
        await registry.History.AppendAsync(Gone, new ModelRestored { Reason = "used" });
        await registry.History.AppendAsync(Gone, new ModelDeleted { Name = "gone", Reason = "over" });

        await registry.TestAsync(10, Planned(10, Alpha, promote: true));
        await registry.TestAsync(10, Started);
        await registry.TestAsync(10, new ExperimentPaused { Reason = "look" });
        await registry.TestAsync(10, new ExperimentResumed { Reason = "go on" });
        await registry.TestAsync(10, Won);
        await registry.TestAsync(10, new ExperimentPromotionAnswered { Version = 2, Promoted = true, What = "done" });
        await registry.TestAsync(20, Planned(20, Heir));
        await registry.TestAsync(20, new ExperimentCancelled { Reason = "no longer of interest" });
    }

    private static async Task LiveAsync(TransferRegistry registry, Guid model)
    {
        var history = registry.History;
        await history.CreateAsync(model, "alpha");
        await history.AppendAsync(model, await registry.VersionAsync(1));
        await history.AppendAsync(model, new VersionApproved { Number = 1, Principal = "ünï", Role = Role.Approver, Comment = "fine \"so far\"\n" });
        await history.AppendAsync(model, Decided(1), ModelHistory.Moved(1, Stage.Staging, Stage.Production));
        await history.AppendAsync(model, await registry.VersionAsync(2));
        await history.AppendAsync(model, Decided(2), ModelHistory.Moved(2, Stage.Staging, Stage.Production), ModelHistory.Moved(1, Stage.Production, Stage.Archived));
        await history.AppendAsync(model, new AliasSet { Alias = "champion", Number = 2 }, new AliasSet { Alias = "old", Number = 1 });
        await history.AppendAsync(model, new AliasRemoved { Alias = "old", Previous = 1 });
        await history.AppendAsync(model, new ModelRolledBack { From = 2, To = 1, Reason = "worse" }, ModelHistory.Moved(2, Stage.Production, Stage.Archived), ModelHistory.Moved(1, Stage.Archived, Stage.Production));
        await history.AppendAsync(model, new ShadowsSet { Numbers = [2], Reason = "watch" });
        await history.AppendAsync(model, new PromotionsFrozen { Reason = "wild", ReportId = Requests.Id(5), AsOf = Requests.Epoch, Features = ["f"] });
        await history.AppendAsync(model, new PromotionsThawed { Reason = "calm" });
        await history.AppendAsync(model, new ModelEdited { Description = "", SetTags = ImmutableDictionary<string, string>.Empty.Add("a", "b") });
        await history.AppendAsync(model, new VersionEdited { Number = 1, ServingNotes = "slow" });
        await InARunAsync(registry, model);
        await history.AppendAsync(model, new ModelRenamed { From = "alpha", To = "omega" });
        await history.AppendAsync(model);
    }

    /// <summary>One stays open, one is closed, and one is deleted.</summary>
    private static async Task InARunAsync(TransferRegistry registry, Guid model)
    {
        foreach (var number in (int[])[3, 4, 5])
        {
            var registered = await registry.VersionAsync(number);
            await registry.History.AppendAsync(model, registered with { Version = registered.Version with { ManifestOpen = true } });
        }

        await registry.History.AppendAsync(model, Closed(4));
        await registry.History.AppendAsync(model, new VersionDeleted { Number = 5, Reason = "wrong" });
    }

    /// <summary>What its run had logged.</summary>
    public static ManifestClosed Closed(int number) => new()
    {
        Number = number,
        Cause = "run_ended",
        Metrics = ImmutableDictionary<string, double>.Empty.Add("auc", 0.75),
        Signature = new() { Inputs = [new() { Name = "x" }], Original = "{}" },
        ManifestDigest = new string('d', 64),
        SettingsDigest = new string('e', 64),
    };

    private static PromotionDecided Decided(int number) => new()
    {
        Number = number,
        To = Stage.Production,
        Gates = [new GateResult { Gate = "min_rank_ic", Passed = true, Value = "0.03", Threshold = "0.02", Source = "defaults" }],
        Reason = "better",
    };
}
