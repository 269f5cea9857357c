using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Registry;

/// <summary>
/// What holds of every event that a decision of this registry made. Events that come from elsewhere are held to it before they are folded: what passes
/// makes a model that can be read, shown and changed like any other.
/// </summary>
public static class HistoryRules
{
    /// <summary>Why an event cannot come after what was before; null where it can.</summary>
    public static string? Check(ModelState before, ModelEvent @event) => @event switch
    {
        _ when before.Deleted => "the model was deleted before",
        ModelCreated created => CheckCreated(before, created),
        _ when before.Name is null => "the model was not created before",
        VersionRegistered registered => CheckRegistered(before, registered),
        StageMoved moved => CheckVersion(before, moved.Number) ?? CheckMove(before, moved),
        PromotionDecided decided => CheckVersion(before, decided.Number),
        ModelRolledBack back => CheckVersions(before, [back.To, back.From ?? back.To, back.CopyOf ?? back.To]),
        VersionApproved approved => CheckVersion(before, approved.Number),
        ManifestClosed closed => CheckVersion(before, closed.Number) ?? CheckOpen(before, closed) ?? CheckDigest(closed.ManifestDigest) ?? CheckDigest(closed.SettingsDigest),
        VersionDeleted deleted => CheckVersion(before, deleted.Number) ?? CheckUnused(before, deleted.Number),
        VersionEdited edited => CheckVersion(before, edited.Number),
        AliasSet alias => CheckVersion(before, alias.Number) ?? NameRules.CheckAlias(alias.Alias)?.Detail,
        ShadowsSet shadows => CheckVersions(before, shadows.Numbers),
        ModelRenamed renamed => CheckName(before, renamed.From) ?? NameRules.CheckModel(renamed.To)?.Detail,
        ModelDeleted deleted => CheckName(before, deleted.Name),
        _ => null,
    };

    /// <summary>Why a model cannot be what the events of a whole command have made of it; null where it can.</summary>
    public static string? Check(ModelState after) => after is { Lifecycle: LifecycleProfile.Governed, InProduction.Count: > 1 }
        ? $"versions {string.Join(" and ", after.InProduction)} of a governed model are in Production"
        : null;

    private static string? CheckCreated(ModelState before, ModelCreated created)
    {
        if (before.Name is not null)
            return "the model was created before";
        if (created.ModelId != before.Id)
            return $"it creates the model {created.ModelId}, the stream is of {before.Id}";
        return Enum.IsDefined(created.Lifecycle) ? NameRules.CheckModel(created.Name)?.Detail : $"there is no lifecycle {created.Lifecycle}";
    }

    private static string? CheckRegistered(ModelState before, VersionRegistered registered)
    {
        var number = before.Versions.Count + 1;
        if (registered.Number != number)
            return $"it registers version {registered.Number}, the next is {number}";
        if (!SemanticVersion.TryParse(registered.SemanticVersion, out var semantic))
            return $"'{registered.SemanticVersion}' is no semantic version";
        if (!before.Versions.IsEmpty && semantic <= before.Versions[^1].SemanticVersion)
            return $"version {number} is {semantic}, the one before it is {before.Versions[^1].SemanticVersion}";
        if (!Enum.IsDefined(registered.Stage))
            return $"there is no stage {registered.Stage}";
        return CheckDigest(registered.Version.ArtifactDigest) ?? (registered.Version.ReferenceProfileDigest is { } profile ? CheckDigest(profile) : null) ?? CheckParent(registered);
    }

    private static string? CheckParent(VersionRegistered registered) => registered.Version.ParentVersion is { } parent && (parent < 1 || parent >= registered.Number)
        ? $"version {registered.Number} cannot be made from version {parent}"
        : null;

    private static string? CheckDigest(string digest) => Digest.IsWellFormed(digest)
        ? null
        : $"'{digest}' is no digest; 64 lower-case hexadecimal digits are wanted";

    private static string? CheckMove(ModelState before, StageMoved moved)
    {
        var now = before.Find(moved.Number)!.View.Stage;
        if (now != moved.From)
            return $"version {moved.Number} is in {now}, not in {moved.From}";
        return Enum.IsDefined(moved.To) ? null : $"there is no stage {moved.To}";
    }

    private static string? CheckOpen(ModelState before, ManifestClosed closed)
        => before.Find(closed.Number)!.View.ManifestOpen ? null : $"the manifest of version {closed.Number} is closed";

    private static string? CheckUnused(ModelState before, int number)
    {
        if (before.InProduction.Contains(number) || before.Shadows.Contains(number))
            return $"version {number} is served";
        return before.Aliases.FirstOrDefault(alias => alias.Value == number).Key is { } alias ? $"the alias '{alias}' points at version {number}" : null;
    }

    private static string? CheckName(ModelState before, string name) => string.Equals(before.Name, name, StringComparison.Ordinal) ? null : $"the model is called '{before.Name}', not '{name}'";

    private static string? CheckVersions(ModelState before, IEnumerable<int> numbers) => numbers.Select(number => CheckVersion(before, number)).FirstOrDefault(why => why is not null);

    private static string? CheckVersion(ModelState before, int number) => before.Find(number) is null ? $"the model has no version {number}" : null;
}
