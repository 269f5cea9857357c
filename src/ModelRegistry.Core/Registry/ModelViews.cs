using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>What a state looks like from outside.</summary>
public static class ModelViews
{
    /// <summary>Null when the model was never created, or was deleted.</summary>
    public static ModelView? Of(ModelState state) => state.Name is not { } name || state.Deleted ? null : new ModelView
    {
        Id = state.Id,
        Name = name,
        Lifecycle = state.Lifecycle,
        Description = state.Description,
        Tags = state.Tags,
        Revision = state.Revision,
        Production = state.Production,
        Shadows = state.Shadows,
        Frozen = state.Frozen,
        Aliases = state.Aliases,
        Versions = [.. state.Versions.Where(row => !row.Deleted).Select(row => row.View)],
        FormerProduction = state.FormerProduction,
        Archived = state.Archived,
        DeletedVersions = [.. state.Versions.Where(row => row.Deleted).Select(row => row.View)],
    };

    /// <summary>What a command about the model answers.</summary>
    /// <exception cref="InvalidOperationException">The model was never created.</exception>
    public static ModelHead HeadOf(ModelState state) => new()
    {
        Id = state.Id,
        Name = state.Name ?? throw new InvalidOperationException($"Model {state.Id:D} was never created."),
        Lifecycle = state.Lifecycle,
        Description = state.Description,
        Tags = state.Tags,
        Revision = state.Revision,
        Production = state.Production,
        Shadows = state.Shadows,
        Frozen = state.Frozen,
        Aliases = state.Aliases,
        LatestVersion = state.Latest?.Number ?? 0,
        Archived = state.Archived,
    };

    /// <summary>What a decision about one version would come to; the state is the one it was made on.</summary>
    public static PromotionReview Of(ModelState state, Decision<ModelEvent> decision, int number) => new()
    {
        WouldPass = decision.Refusal is null,
        Refusal = decision.Refusal,
        Gates = decision.Refusal?.Gates ?? GatesOf(decision.Events),
        Walked = WalkOf(decision.Events, number),
        Previous = PreviousOf(decision.Events),
        Revision = state.Revision,
    };

    /// <summary>What a command about one version came to.</summary>
    /// <param name="after">The state after the events.</param>
    /// <param name="number">The version it was about.</param>
    /// <param name="events">What was decided.</param>
    public static PromotionView Of(ModelState after, int number, ImmutableArray<ModelEvent> events)
        => new() { Version = after.Find(number)!.View, Previous = PreviousOf(events), Gates = GatesOf(events), Walked = WalkOf(events, number) };

    private static int? PreviousOf(ImmutableArray<ModelEvent> events)
        => events.OfType<StageMoved>().Where(move => move.From == Stage.Production).Select(move => (int?)move.Number).LastOrDefault();

    private static ImmutableArray<GateResult> GatesOf(ImmutableArray<ModelEvent> events) => events.OfType<PromotionDecided>().FirstOrDefault()?.Gates ?? [];

    private static ImmutableArray<string> WalkOf(ImmutableArray<ModelEvent> events, int number)
        => [.. events.OfType<StageMoved>().Where(move => move.Number == number).Select(move => $"{move.From} → {move.To}")];
}
