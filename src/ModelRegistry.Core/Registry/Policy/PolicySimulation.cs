using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry.Policy;

/// <summary>
/// Judges the promotions of one model again, by another policy. Metrics, manifests, signatures and approvals are those of the time; what webhooks, A/B tests and
/// drift reports said is taken from the record of the promotion.
/// </summary>
public sealed class PolicySimulation(Guid modelId, PromotionPolicy policy)
{
    // Approvals count as they were given: under another policy all would be void.
    private const string AnyGates = "";

    private readonly Dictionary<int, RegisterVersion> registered = [];
    private ModelState state = ModelState.Empty(modelId);

    /// <summary>Takes the events of the model in their order.</summary>
    /// <returns>What the policy says, where the event is a promotion; otherwise null.</returns>
    public SimulatedPromotion? Next(ModelEvent @event, EventStamp stamp)
    {
        var judged = @event is PromotionDecided decided && state.Find(decided.Number) is { } row ? Judge(decided, row, stamp) : null;
        if (@event is VersionRegistered version)
            registered[version.Number] = version.Version;
        if (@event is ManifestClosed closed)
            registered[closed.Number] = ManifestClosing.Apply(registered[closed.Number], closed);
        state = ModelFold.Apply(state, @event, stamp);
        return judged;
    }

    private SimulatedPromotion Judge(PromotionDecided decided, VersionRow row, EventStamp stamp)
    {
        var judge = new GateJudge(state, row with { Approvals = [.. row.Approvals.Select(approval => approval with { GatesDigest = null })] }, Evidence(decided.Number), AnyGates);
        var rules = Rules(decided, row, ImmutableDictionary<string, double>.Empty);
        var failed = rules.Where(rule => Result(decided, judge, rule) is { Passed: false }).Select(rule => rule.Key).ToHashSet(StringComparer.Ordinal);
        var overridden = Rules(decided, row, decided.Overrides).Where(rule => failed.Contains(rule.Key)).Select(rule => Result(decided, judge, rule)).OfType<GateResult>().ToList();
        return new SimulatedPromotion
        {
            ModelId = modelId,
            Model = state.Name!,
            Number = decided.Number,
            To = decided.To,
            Revision = stamp.Version,
            At = stamp.At,
            Actor = stamp.Actor,
            WouldPass = overridden.TrueForAll(gate => gate.Passed),
            Failed = [.. overridden.Where(gate => !gate.Passed)],
            ByOverride = [.. overridden.Where(gate => gate.Passed)],
            NotRecorded = [.. rules.Where(rule => Result(decided, judge, rule) is null).Select(rule => rule.Key)],
        };
    }

    private List<GateRule> Rules(PromotionDecided decided, VersionRow row, ImmutableDictionary<string, double> overrides)
    {
        IEnumerable<Stage> steps = decided.To == Stage.Production && row.Stage < Stage.Staging && state.Lifecycle == LifecycleProfile.Governed ? [Stage.Staging, Stage.Production] : [decided.To];
        return [.. steps.SelectMany(step => GateResolver.Resolve(policy, state.Name!, row.View.Type, step, overrides)).DistinctBy(rule => (rule.Key, rule.Threshold))];
    }

    private static GateResult? Result(PromotionDecided decided, GateJudge judge, GateRule rule) => IsRecorded(rule.Key) ? Recorded(decided, rule) : judge.Judge(rule);

    private GateEvidence Evidence(int number)
    {
        var version = registered[number];
        var production = state.Production is { } inProduction && inProduction != number ? registered[inProduction] : null;
        return new GateEvidence
        {
            Metrics = version.Metrics,
            Manifest = version.Manifest,
            Signature = version.Signature,
            Production = production is null ? null : new ProductionEvidence { Number = state.Production!.Value, Metrics = production.Metrics, Signature = production.Signature },
        };
    }

    private static bool IsRecorded(string key) => key is GateKeys.NoSevereDrift or GateKeys.Experiment || GateKeys.IsWebhook(key);

    /// <summary>What was found then; null when it was not looked at.</summary>
    private static GateResult? Recorded(PromotionDecided decided, GateRule rule)
    {
        var then = decided.Gates.FirstOrDefault(gate => gate.Gate == rule.Key);
        return then?.Met is { } met ? GateJudge.Result(rule, met, then.Value) : null;
    }
}
