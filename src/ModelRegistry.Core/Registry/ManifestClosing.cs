using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Contracts.Registry.Events;

namespace ModelRegistry.Core.Registry;

/// <summary>
/// A version that was registered inside a run that goes on takes over what the run has logged, once and for good: when the run ends, or before, with the first act of
/// governance that rests on it.
/// </summary>
public static class ManifestClosing
{
    /// <summary>The cause of a closing that nothing but the end of the run asked for.</summary>
    public const string RunEnded = "run_ended";

    internal const string Approval = "approval";

    /// <param name="state">The model.</param>
    /// <param name="command">Which version.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="manifest">What the tables know of the version; null where its manifest is closed.</param>
    public static Decision<ModelEvent> Decide(ModelState state, CloseManifest command, CommandContext context, OpenManifest? manifest)
    {
        // An archived model cannot be changed, but a run that ended has ended.
        if (ModelRefusals.CheckExists(state, context) is { } refusal)
            return refusal;
        if (state.Find(command.Number) is not { } row)
            return ModelRefusals.NoVersion(state, command.Number);
        if (!row.View.ManifestOpen)
            return new Decision<ModelEvent>();
        return manifest is { RunEnded: true }
            ? new Decision<ModelEvent> { Events = [.. Before(state, row, manifest, RunEnded)] }
            : ModelRefusals.Conflict("run_goes_on", $"Version {row.Number} of '{state.Name}' takes over what its run logs until that ends, and it goes on.");
    }

    /// <summary>A version after its manifest was closed.</summary>
    public static RegisterVersion Apply(RegisterVersion version, ManifestClosed closed) => version with
    {
        Params = closed.Params,
        Metrics = closed.Metrics,
        Manifest = version.Manifest with { RunTags = closed.RunTags },
        Signature = closed.Signature,
        ManifestOpen = false,
    };

    /// <summary>What comes before an act that rests on what the version is: the closing, where its manifest is open.</summary>
    internal static IEnumerable<ModelEvent> Before(ModelState state, VersionRow row, OpenManifest? manifest, string cause)
    {
        if (row.View.ManifestOpen && manifest is { Version: var version })
        {
            yield return new ManifestClosed
            {
                Number = row.Number,
                Cause = cause,
                Params = version.Params,
                Metrics = version.Metrics,
                RunTags = version.Manifest.RunTags,
                Signature = version.Signature,
                ManifestDigest = ManifestDocument.Of(state.Id, row.Number, row.View.SemanticVersion, version).Digest(),
                SettingsDigest = VersionDigests.Settings(version),
            };
        }
    }
}
