using System.Collections.Immutable;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Core.Registry;
using ModelRegistry.Postgres.Artifacts;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>Computes again what a version says of itself, as far as that can be done from what is stored.</summary>
internal sealed class VersionVerification(IArtifactStore artifacts, IArtifactTrees trees)
{
    public async Task<VerificationReport> CheckAsync(Guid model, VersionDetails version, CancellationToken cancellationToken)
    {
        var registered = version.Registered;
        ImmutableArray<VerifiedPart> parts =
        [
            Manifest(model, version),
            Config(registered.Manifest.Config, registered.Manifest.TrainingConfigHash),
            .. await ArtifactAsync(registered.ArtifactDigest, registered.ArtifactSize, cancellationToken),
            .. registered.ReferenceProfileDigest is { } profile ? [await ArtifactAsync("referenceProfile", profile, size: null, cancellationToken)] : ImmutableArray<VerifiedPart>.Empty,
            .. Elsewhere(("featureGraphHash", registered.Manifest.FeatureGraphHash), ("datasetHash", registered.Manifest.DatasetHash), ("codeFingerprint", registered.Manifest.CodeFingerprint)),
        ];
        return new VerificationReport { Verified = !parts.Any(part => part.Outcome == VerificationOutcome.Mismatch), Parts = parts };
    }

    private static VerifiedPart Manifest(Guid model, VersionDetails version)
    {
        // The document holds what was registered; tags and the like are not in it, as they may be edited.
        var found = ManifestDocument.Of(model, version.Number, version.SemanticVersion, version.Registered).Digest();
        return Compare("manifest", version.ManifestDigest, found);
    }

    private static VerifiedPart Config(string? config, string? stated)
    {
        if (config is null || stated is null)
            return new() { Part = "trainingConfigHash", Outcome = VerificationOutcome.NotComputed, Stated = stated, Why = config is null ? "the raw configuration is not kept" : "no hash is stated" };
        return Compare("trainingConfigHash", stated, Digest.OfJson(config));
    }

    /// <summary>Of a tree its list, and each file.</summary>
    private async Task<ImmutableArray<VerifiedPart>> ArtifactAsync(string digest, long size, CancellationToken cancellationToken)
    {
        if (await trees.FindAsync(digest, cancellationToken) is not { } files)
            return [await ArtifactAsync("artifact", digest, size, cancellationToken)];
        var parts = ImmutableArray.CreateBuilder<VerifiedPart>();
        parts.Add(await ArtifactAsync("artifact", digest, size: null, cancellationToken));
        foreach (var file in files)
            parts.Add(await ArtifactAsync($"artifact/{file.Path}", file.Digest, file.Size, cancellationToken));
        return parts.ToImmutable();
    }

    private async Task<VerifiedPart> ArtifactAsync(string part, string digest, long? size, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await artifacts.OpenAsync(digest, cancellationToken);
            if (content is null)
                return new() { Part = part, Outcome = VerificationOutcome.Mismatch, Stated = digest, Why = "it is not in the artifact store" };
            if (size is { } stated && stated != content.Length)
                return new() { Part = part, Outcome = VerificationOutcome.Mismatch, Stated = $"{stated} bytes", Found = $"{content.Length} bytes" };
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return Compare(part, digest, digest);
        }
        catch (CorruptArtifactException exception)
        {
            return new() { Part = part, Outcome = VerificationOutcome.Mismatch, Stated = digest, Why = exception.Message };
        }
    }

    private static IEnumerable<VerifiedPart> Elsewhere(params (string Part, string? Stated)[] parts) => parts
        .Where(part => part.Stated is not null)
        .Select(part => new VerifiedPart { Part = part.Part, Outcome = VerificationOutcome.NotComputed, Stated = part.Stated, Why = "what it is the hash of is not kept here" });

    private static VerifiedPart Compare(string part, string stated, string found) => new()
    {
        Part = part,
        Outcome = stated == found ? VerificationOutcome.Verified : VerificationOutcome.Mismatch,
        Stated = stated,
        Found = found,
    };
}
