using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core;
using ModelRegistry.Core.Registry;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Grains.Registry;

/// <summary>Events into all that is said of versions, as the tables say it.</summary>
internal static class VersionFold
{
    public static ImmutableSortedDictionary<int, VersionDetails> Apply(ImmutableSortedDictionary<int, VersionDetails> versions, ModelEvent @event, EventStamp stamp) => @event switch
    {
        VersionRegistered e => versions.SetItem(e.Number, Registered(e, stamp)),
        StageMoved e => Change(versions, e.Number, stamp, version => version with { Stage = e.To }),
        ManifestClosed e => Change(versions, e.Number, stamp, version => version with { Registered = ManifestClosing.Apply(version.Registered, e), ManifestDigest = e.ManifestDigest }),
        VersionEdited e => Change(versions, e.Number, stamp, version => Edited(version, e)),
        _ => versions,
    };

    private static VersionDetails Registered(VersionRegistered e, EventStamp stamp) => new()
    {
        Number = e.Number,
        SemanticVersion = e.SemanticVersion,
        BumpReason = e.BumpReason,
        Stage = e.Stage,
        ManifestDigest = e.ManifestDigest,
        CreatedAt = stamp.At,
        CreatedBy = stamp.Actor,
        UpdatedAt = stamp.At,
        Registered = e.Version,
    };

    private static ImmutableSortedDictionary<int, VersionDetails> Change(
        ImmutableSortedDictionary<int, VersionDetails> versions, int number, EventStamp stamp, Func<VersionDetails, VersionDetails> change)
        => versions.TryGetValue(number, out var version) ? versions.SetItem(number, change(version) with { UpdatedAt = stamp.At }) : versions;

    private static VersionDetails Edited(VersionDetails version, VersionEdited e) => version with
    {
        Registered = version.Registered with
        {
            Description = ModelFold.Edited(e.Description, version.Registered.Description),
            Tags = version.Registered.Tags.RemoveRange(e.RemovedTags).SetItems(e.SetTags),
            DeploymentConfig = ModelFold.Edited(e.DeploymentConfig, version.Registered.DeploymentConfig),
            ServingEndpoint = ModelFold.Edited(e.ServingEndpoint, version.Registered.ServingEndpoint),
            ServingNotes = ModelFold.Edited(e.ServingNotes, version.Registered.ServingNotes),
        },
    };
}
