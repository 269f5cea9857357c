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
        VersionRegistered e => state with { Versions = state.Versions.Add(RowOf(state, e, stamp)) },
        StageMoved e => Move(state, e),
        ModelRolledBack e => state with { FormerProduction = Returned(state.FormerProduction, e) },
        VersionApproved e => Approve(state, e),
        ManifestClosed e => Close(state, e),
        VersionDeleted e => Delete(state, e),
        AliasSet e => state with { Aliases = state.Aliases.SetItem(e.Alias, e.Number) },
        AliasRemoved e => state with { Aliases = state.Aliases.Remove(e.Alias) },
        ShadowsSet e => state with { Shadows = e.Numbers },
        PromotionsFrozen e => state with { Frozen = new FreezeView { Reason = e.Reason, ReportId = e.ReportId, Features = e.Features, AsOf = e.AsOf } },
        PromotionsThawed => state with { Frozen = null },
        ModelEdited e => state with { Description = Edited(e.Description, state.Description), Tags = state.Tags.RemoveRange(e.RemovedTags).SetItems(e.SetTags) },
        ModelRenamed e => state with { Name = e.To },
        ModelArchived => state with { Archived = true },
        ModelRestored => state with { Archived = false },
        ModelDeleted => state with { Deleted = true },

        _ => state,
    }) with { Revision = stamp.Version };

    /// <summary>A text after an edit: null leaves what was there, an empty one removes it.</summary>
    public static string? Edited(string? text, string? before) => text switch
    {
        null => before,
        "" => null,
        _ => text,
    };

    private static VersionRow RowOf(ModelState state, VersionRegistered e, EventStamp stamp) => new()
    {
        SignatureDigest = VersionDigests.Signature(e.Version.Signature),
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
            Inputs = Inputs(state.Versions.IsEmpty ? [] : state.Versions[^1].View.Inputs, e.Version.Signature),
            Drill = VersionDigests.IsDrill(e.Version),
            FeatureGraphHash = e.Version.Manifest.FeatureGraphHash,
            BumpReason = e.BumpReason,
            ManifestOpen = e.Version.ManifestOpen,
        },
    };

    /// <summary>Versions of one model mostly take the same inputs: then they share the list.</summary>
    private static ImmutableArray<string> Inputs(ImmutableArray<string> like, Signature signature)
    {
        var inputs = signature.Inputs.Select(input => input.Name);
        return like.SequenceEqual(inputs) ? like : [.. inputs];
    }

    private static ModelState Close(ModelState state, ManifestClosed e) => state.Find(e.Number) is not { } row ? state : Replace(state, row with
    {
        SignatureDigest = VersionDigests.Signature(e.Signature),
        SettingsDigest = e.SettingsDigest,
        View = row.View with { Inputs = Inputs(row.View.Inputs, e.Signature), ManifestOpen = false },
    });

    private static ModelState Delete(ModelState state, VersionDeleted e) => state.Find(e.Number) is not { } row
        ? state
        : Replace(state, row with { Deleted = true, View = row.View with { ManifestOpen = false } }) with { FormerProduction = state.FormerProduction.Remove(e.Number) };

    private static ModelState Move(ModelState state, StageMoved e)
    {
        if (state.Find(e.Number) is not { } row)
            return state;
        var enters = e.To == Stage.Production;
        var former = state.FormerProduction;
        if (e.From == Stage.Production && e.Cause != MoveCause.Rollback)
            former = former.Remove(e.Number).Add(e.Number);
        else if (enters)
            former = former.Remove(e.Number);
        return Replace(state, row with { View = row.View with { Stage = e.To }, Served = row.Served || enters }) with
        {
            InProduction = enters ? state.InProduction.Add(e.Number) : state.InProduction.Remove(e.Number),
            FormerProduction = former,
        };
    }

    private static ModelState Approve(ModelState state, VersionApproved e)
    {
        if (state.Find(e.Number) is not { } row)
            return state;
        var given = new ApprovalRow { Principal = e.Principal, Role = e.Role, GatesDigest = e.GatesDigest };
        ImmutableArray<ApprovalRow> approvals = [.. row.Approvals.Where(approval => approval.Principal != e.Principal), given];
        return Replace(state, row with { Approvals = approvals, View = row.View with { ApprovedBy = [.. approvals.Select(approval => approval.Principal)] } });
    }

    private static ModelState Replace(ModelState state, VersionRow row) => state with { Versions = state.Versions.SetItem(row.Number - 1, row) };

    /// <summary>What came before the version returned to. One that was itself rolled back once comes after the version it takes over from.</summary>
    private static ImmutableArray<int> Returned(ImmutableArray<int> former, ModelRolledBack e)
    {
        if (e.CopyOf is { } original)
            return former[..(former.IndexOf(original) + 1)];
        var index = former.IndexOf(e.To);
        if (index >= 0)
            return former[..index];
        return e.From is { } from ? former.Add(from) : former;
    }
}
