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

        var number = state.Versions.Count + 1;
        var semantic = version.ToString();
        return Core.Decide.Events<ModelEvent>(new VersionRegistered
        {
            Number = number,
            SemanticVersion = semantic,
            BumpReason = why,
            Stage = command.InitialStage,
            ManifestDigest = ManifestDocument.Of(state.Id, number, semantic, command).Digest(),
            Version = command,
        });
    }
}
