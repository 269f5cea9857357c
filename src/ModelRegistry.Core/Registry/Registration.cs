using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>The next version of a model: its number, its semantic version and the digest of its manifest.</summary>
public static class Registration
{
    public static Decision<ModelEvent> Decide(ModelState state, RegisterVersion command, CommandContext context)
    {
        if ((ModelRefusals.Check(state, context) ?? RegistrationRules.Check(state, command)) is { } refusal)
            return refusal;
        var (version, why, wrong) = Versioning.Choose(state, command);
        if (wrong is not null)
            return wrong;

        return Core.Decide.Events<ModelEvent>(Event(state, command, version, why));
    }

    /// <summary>What is told where an artifact was there when it was looked for, and has been collected since.</summary>
    public static Refusal ArtifactGone()
        => ModelRefusals.Conflict("artifact_not_found", "An artifact of the version is not in the store any more: nothing referred to it for so long that it was collected. Put it again.");

    /// <summary>The next version of a model.</summary>
    internal static VersionRegistered Event(ModelState state, RegisterVersion version, SemanticVersion semantic, string why)
    {
        var number = state.Versions.Count + 1;
        return new VersionRegistered
        {
            Number = number,
            SemanticVersion = semantic.ToString(),
            BumpReason = why,
            Stage = version.InitialStage,
            ManifestDigest = ManifestDocument.Of(state.Id, number, semantic.ToString(), version).Digest(),
            Version = version,
        };
    }
}
