using System.Collections.Immutable;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Core.Tests.Registry;
using ModelRegistry.Grains.EventLog;
using ModelRegistry.Grains.Tests.Registry;

namespace ModelRegistry.Grains.Tests.Sequences;

/// <summary>A step as a command to the registry and to the simple model.</summary>
internal sealed record SentCommand(Step Step, CommandContext Context)
{
    private static readonly Guid[] Reports = [.. Enumerable.Range(0, 5).Select(_ => Commands.NewId())];

    /// <summary>Approvals come from others than the author.</summary>
    public static SentCommand Of(Step step) => new(step, Commands.By(step.Kind == StepKind.Approve ? Approver(step) : "ada"));

    public StreamCommand<ModelState, ModelEvent, ModelHead> ToStreamCommand() => Commands.ToDecide(Context, Decide);

    /// <summary>True when it is carried out.</summary>
    public bool ApplyTo(SimpleModel model) => Step.Kind switch
    {
        StepKind.Register => model.Register(Initial),
        StepKind.Promote => model.Promote(Step.Number, Aim),
        StepKind.Transition => model.Transition(Step.Number, Step.Stage),
        StepKind.RollBack => model.RollBack(Target),
        StepKind.Approve => model.Approve(Step.Number, Approver(Step)),
        StepKind.SetAlias => model.SetAlias(Alias, Step.Number),
        StepKind.RemoveAlias => model.RemoveAlias(Alias),
        StepKind.SetShadows => model.SetShadows(Shadows),
        StepKind.Freeze => model.Freeze(Step.Number + 1),
        StepKind.Thaw => model.Thaw(),
        StepKind.Delete => model.Delete(Step.Number),
        _ => throw new InvalidOperationException($"{Step.Kind} is no command"),
    };

    public static Guid ReportOf(int frozen) => Reports[frozen - 1];

    private Decision<ModelEvent> Decide(ModelState state) => Step.Kind switch
    {
        StepKind.Register => Registration.Decide(state, Commands.Version(Step.Number) with { InitialStage = Initial }, Context),
        StepKind.Promote => Promotion.Decide(state, new PromoteVersion { Number = Step.Number, To = Aim }, Context, new GateEvidence(), PromotionPolicy.Empty),
        StepKind.Transition => Transitioning.Decide(state, new TransitionVersion { Number = Step.Number, To = Step.Stage }, Context, new GateEvidence(), PromotionPolicy.Empty),
        StepKind.RollBack => Rollback.Decide(state, new RollBackModel { To = Target, Reason = "worse" }, Context),
        StepKind.Approve => Approval.Decide(state, new ApproveVersion { Number = Step.Number }, Context, PromotionPolicy.Empty),
        StepKind.SetAlias => Aliasing.Decide(state, new SetAlias { Alias = Alias, Number = Step.Number }, Context),
        StepKind.RemoveAlias => Aliasing.Decide(state, new RemoveAlias { Alias = Alias }, Context),
        StepKind.SetShadows => Shadowing.Decide(state, new SetShadows { Numbers = [.. Shadows] }, Context),
        StepKind.Freeze => Freezing.Decide(state, new FreezePromotions { Reason = "drift", ReportId = ReportOf(Step.Number + 1), AsOf = Commands.Start }, Context),
        StepKind.Thaw => Freezing.Decide(state, new ThawPromotions { Reason = "calm" }, Context),
        StepKind.Delete => VersionDeletion.Decide(state, new DeleteVersion { Number = Step.Number }, Context, []),
        _ => throw new InvalidOperationException($"{Step.Kind} is no command"),
    };

    // Of the seven stages mostly those that make sense.
    private Stage Initial => Step.Stage == Stage.Archived ? Step.Stage : (Stage)((int)Step.Stage % 2);

    private Stage Aim => Step.Stage switch
    {
        < Stage.Staging => Stage.Production,
        < Stage.Archived => Stage.Staging,
        _ => Step.Stage,
    };

    private int? Target => Step.Number == 0 ? null : Step.Number;

    private string Alias => Step.Stage < Stage.Staging ? "champion" : "candidate";

    private ImmutableArray<int> Shadows => Step.Stage < Stage.Staging ? [Step.Number] : [Step.Number, 1];

    private static string Approver(Step step) => step.Writer == 0 ? "grace" : "linus";
}
