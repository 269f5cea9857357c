using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Tests.Registry;

/// <summary>A model under test: decides, folds, and keeps what was decided.</summary>
internal sealed class TestModel
{
    public const string Author = "ada";
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly List<(ModelEvent Event, EventStamp Stamp)> log = [];

    public TestModel(LifecycleProfile lifecycle = LifecycleProfile.Governed, string name = "stock-ranking")
    {
        State = ModelState.Empty(Guid.Parse("0193a000-0000-7000-8000-000000000001"));
        Accept(Creation.Decide(State, new CreateModel { Name = name, Lifecycle = lifecycle }, By()));
    }

    public ModelState State { get; private set; }

    public PromotionPolicy Policy { get; set; } = PromotionPolicy.Empty;

    public GateEvidence Evidence { get; set; } = new();

    public ImmutableArray<ModelEvent> Last { get; private set; } = [];

    public Stage StageOf(int number) => State.Find(number)!.Stage;

    public static CommandContext By(string principal = Author, Role role = Role.Admin) => new()
    {
        CommandId = Guid.CreateVersion7(Start),
        Fingerprint = "f",
        Principal = principal,
        Role = role,
        At = Start,
    };

    public static RegisterVersion Version(params string[] inputs) => new()
    {
        Flavor = "xgboost",
        ArtifactDigest = new string('a', 64),
        ArtifactSize = 10,
        Type = "ranking",
        Signature = new Signature { Inputs = [.. inputs.Select(name => new SignatureField { Name = name })] },
    };

    public TestModel Register(RegisterVersion? version = null, string by = Author)
    {
        Accept(Registration.Decide(State, version ?? Version(), By(by)));
        return this;
    }

    public Decision<ModelEvent> Promote(int number, Stage to = Stage.Production, ImmutableDictionary<string, double>? overrides = null, Role role = Role.Admin, params ImmutableArray<WebhookVerdict> webhooks)
        => Promotion.Decide(
            State,
            new PromoteVersion { Number = number, To = to, Overrides = overrides ?? ImmutableDictionary<string, double>.Empty, Webhooks = webhooks },
            By(role: role),
            Evidence,
            Policy);

    /// <summary>What another policy would have made of the promotions so far.</summary>
    public ImmutableArray<SimulatedPromotion> Simulate(string policy)
    {
        var simulation = new PolicySimulation(State.Id, PolicyParser.Parse(policy));
        return [.. log.Select(entry => simulation.Next(entry.Event, entry.Stamp)).OfType<SimulatedPromotion>()];
    }

    public Decision<ModelEvent> Transition(int number, Stage to, Role role = Role.Admin)
        => Transitioning.Decide(State, new TransitionVersion { Number = number, To = to }, By(role: role), Evidence, Policy);

    public Decision<ModelEvent> RollBack(int? to = null, int? onlyFrom = null)
        => Rollback.Decide(State, new RollBackModel { To = to, OnlyFrom = onlyFrom, Reason = "worse" }, By());

    public Decision<ModelEvent> Approve(int number, string principal, Role role = Role.Approver)
        => Approval.Decide(State, new ApproveVersion { Number = number }, By(principal, role), Policy);

    public TestModel Accept(Decision<ModelEvent> decision)
    {
        Assert.Null(decision.Refusal?.Detail);
        Last = decision.Events;
        foreach (var @event in decision.Events)
        {
            var stamp = new EventStamp(State.Revision + 1, Start, Author, Guid.Empty);
            log.Add((@event, stamp));
            State = ModelFold.Apply(State, @event, stamp);
        }

        return this;
    }

    public static Refusal Refused(Decision<ModelEvent> decision)
    {
        Assert.Empty(decision.Events);
        Assert.NotNull(decision.Refusal);
        return decision.Refusal;
    }

    public static void Refused(string code, Decision<ModelEvent> decision) => Assert.Equal(code, Refused(decision).Code);

    /// <summary>The state as it is folded from nothing again.</summary>
    public ModelState Replayed() => log.Aggregate(ModelState.Empty(State.Id), (state, entry) => ModelFold.Apply(state, entry.Event, entry.Stamp));

    public static ImmutableDictionary<string, double> Map(params (string Key, double Value)[] entries)
        => entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
