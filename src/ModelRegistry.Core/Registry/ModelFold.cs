using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>Events into state. Total: an event about something unknown changes nothing but the revision.</summary>
public static class ModelFold
{
    public static ModelState Apply(ModelState state, ModelEvent @event, EventStamp stamp) => (@event switch
    {
        ModelCreated e => state with { Name = e.Name, Lifecycle = e.Lifecycle, Description = e.Description, Tags = e.Tags },
        VersionRegistered e => state with { Versions = state.Versions.Add(RowOf(e, stamp)) },
        StageMoved e => Move(state, e),
        ModelRolledBack e => state with { FormerProduction = Returned(state.FormerProduction, e) },
        VersionApproved e => Change(state, e.Number, view => view with { ApprovedBy = view.ApprovedBy.Add(e.Principal) }),
        AliasSet e => state with { Aliases = state.Aliases.SetItem(e.Alias, e.Number) },
        AliasRemoved e => state with { Aliases = state.Aliases.Remove(e.Alias) },
        ShadowsSet e => state with { Shadows = e.Numbers },
        PromotionsFrozen e => state with { Frozen = new FreezeView { Reason = e.Reason, ReportId = e.ReportId, Features = e.Features, AsOf = e.AsOf } },
        PromotionsThawed => state with { Frozen = null },
        _ => state,
    }) with { Revision = stamp.Version };

    private static VersionRow RowOf(VersionRegistered e, EventStamp stamp) => new()
    {
        SemanticVersion = SemanticVersion.TryParse(e.SemanticVersion, out var version) ? version : default,
        SignatureDigest = VersionDigests.Signature(e.Version),
        SettingsDigest = VersionDigests.Settings(e.Version),
        View = new VersionView
        {
            Number = e.Number,
            SemanticVersion = e.SemanticVersion,
            Stage = e.Stage,
            Parent = e.Version.ParentVersion,
            Flavor = e.Version.Flavor,
            ArtifactDigest = e.Version.ArtifactDigest,
            ReferenceProfileDigest = e.Version.ReferenceProfileDigest,
            Type = e.Version.Type,
            CreatedBy = stamp.Actor,
            CreatedAt = stamp.At,
            Inputs = [.. e.Version.Signature.Inputs.Select(input => input.Name)],
            Drill = VersionDigests.IsDrill(e.Version),
            FeatureGraphHash = e.Version.Manifest.FeatureGraphHash,
            BumpReason = e.BumpReason,
        },
    };

    private static ModelState Move(ModelState state, StageMoved e)
    {
        var moved = Change(state, e.Number, view => view with { Stage = e.To });
        if (e.To == Stage.Production)
            moved = moved with { Versions = Replace(moved, e.Number, row => row with { Served = true }) };
        if (e.From == Stage.Production && e.Cause != MoveCause.Rollback)
            moved = moved with { FormerProduction = moved.FormerProduction.Remove(e.Number).Add(e.Number) };
        else if (e.To == Stage.Production)
            moved = moved with { FormerProduction = moved.FormerProduction.Remove(e.Number) };
        return moved with { Production = moved.Versions.LastOrDefault(row => row.Stage == Stage.Production)?.Number };
    }

    private static ModelState Change(ModelState state, int number, Func<VersionView, VersionView> change)
        => state with { Versions = Replace(state, number, row => row with { View = change(row.View) }) };

    private static ImmutableArray<VersionRow> Replace(ModelState state, int number, Func<VersionRow, VersionRow> change)
        => state.Find(number) is { } row ? state.Versions.SetItem(number - 1, change(row)) : state.Versions;

    /// <summary>What came before the version returned to. One that was itself rolled back once comes after the version it takes over from.</summary>
    private static ImmutableArray<int> Returned(ImmutableArray<int> former, ModelRolledBack e)
    {
        var index = former.IndexOf(e.To);
        if (index >= 0)
            return former[..index];
        return e.From is { } from ? former.Add(from) : former;
    }
}
