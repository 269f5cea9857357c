using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Registry.Policy;

namespace ModelRegistry.Core.Registry;

/// <summary>A version enters one stage after another in one decision, and what it supersedes leaves Production before it.</summary>
internal static class Advance
{
    /// <param name="request">Who wants which version where, and why.</param>
    /// <param name="steps">The stages to be entered, at least one, the last of them behind gates.</param>
    /// <param name="cause">As in <see cref="MoveCause"/>.</param>
    public static Decision<ModelEvent> Decide(AdvanceRequest request, ImmutableArray<Stage> steps, string cause)
    {
        if (GateReview.CheckOverrides(request.Overrides) is { } malformed)
            return malformed;
        var review = GateReview.Of(request, steps);
        if (review.Refusal is { } refusal)
            return refusal;

        var target = steps[^1];
        return new Decision<ModelEvent>
        {
            Events =
            [
                .. request.Gated ? ManifestClosing.Before(request.State, request.Version, request.Evidence.Open, cause) : [],
                Decided(request, review, target),
                .. MakingWay(request, target),
                .. Walk(request, steps, cause),
                .. target == Stage.Production ? OutOfShadow(request.State, request.Version.Number) : [],
            ],
        };
    }

    /// <summary>A version that answers is no shadow any more.</summary>
    public static IEnumerable<ModelEvent> OutOfShadow(ModelState state, int number)
    {
        if (state.Shadows.Contains(number))
            yield return new ShadowsSet { Numbers = state.Shadows.Remove(number), Reason = $"version {number} went into production" };
    }

    /// <summary>The other versions in a stage leave it for Archived.</summary>
    public static IEnumerable<StageMoved> Archived(ModelState state, int number, Stage stage) =>
        Leaving(stage == Stage.Production ? state.InProduction : state.Versions.Where(row => row.Stage == stage && !row.Deleted).Select(row => row.Number), number, stage, Stage.Archived);

    private static PromotionDecided Decided(AdvanceRequest request, GateReview review, Stage target) => new()
    {
        Number = request.Version.Number,
        To = target,
        Previous = request.State.Production,
        Gates = review.Gates,
        Overrides = review.Overrides,
        Reason = request.Reason,
        Evidence = request.Grounds,
        PolicyDigest = request.Policy.Digest,
    };

    private static IEnumerable<StageMoved> MakingWay(AdvanceRequest request, Stage target)
    {
        if (target == Stage.Production && request.Supersedes)
            return Leaving(request.State.InProduction, request.Version.Number, target, GateResolver.SupersededTo(request.Policy, request.State.Name!, request.Version.View.Type));
        return request.ArchivesOthers ? Archived(request.State, request.Version.Number, target) : [];
    }

    private static IEnumerable<StageMoved> Leaving(IEnumerable<int> numbers, int number, Stage from, Stage to) => numbers
        .Where(other => other != number)
        .Select(other => new StageMoved { Number = other, From = from, To = to, Cause = MoveCause.Superseded, Reason = $"superseded by version {number}" });

    private static IEnumerable<StageMoved> Walk(AdvanceRequest request, ImmutableArray<Stage> steps, string cause)
    {
        var from = request.Version.Stage;
        foreach (var step in steps)
        {
            yield return new StageMoved { Number = request.Version.Number, From = from, To = step, Cause = cause, Reason = request.Reason };
            from = step;
        }
    }
}
