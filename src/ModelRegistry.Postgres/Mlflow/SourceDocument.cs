using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>
/// The artifact of a version whose files are on another server: canonical JSON with its source and run. It follows from the event of the version and is stored with it.
/// </summary>
public static class SourceDocument
{
    /// <param name="source"><see cref="MlflowProperties.Source"/>.</param>
    /// <param name="run">Of the version; null for none.</param>
    public static byte[] Of(string source, Guid? run) => CanonicalJson.Serialize(new { Source = source, RunId = run is { } id ? RunId.Text(id) : null });

    /// <summary>Stores what versions have such an artifact, in one order for all who lock rows. The quota of the store does not refuse it, as it is shorter than its event.</summary>
    internal static void Store(IEnumerable<VersionRegistered> versions, DateTimeOffset at, ProjectionBatch batch)
    {
        var documents = new SortedList<string, byte[]>(StringComparer.Ordinal);
        foreach (var version in versions.Select(one => one.Version))
        {
            if (TryMake(version) is { } document)
                documents[version.ArtifactDigest] = document;
        }

        if (documents.Count > 0)
            batch.Write(SmallArtifacts.Upsert, documents.Keys.ToArray(), documents.Values.ToArray(), at);
    }

    /// <summary>The artifact of a version; null where it is another one.</summary>
    internal static byte[]? TryMake(RegisterVersion version) =>
        version.Properties.TryGetValue(MlflowProperties.Source, out var source) && Of(source, version.RunId) is var document && Digest.Of(document) == version.ArtifactDigest ? document : null;
}
