using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;

namespace ModelRegistry.Core.Registry;

/// <summary>Which semantic version a new version gets, and why.</summary>
internal static class Versioning
{
    /// <summary>Chosen by the caller, bumped as asked, or bumped by what changed against the parent (or the latest version).</summary>
    public static (SemanticVersion Version, string Why, Refusal? Refusal) Choose(ModelState state, RegisterVersion command)
    {
        if (command.SemanticVersion is { } chosen)
            return Chosen(state, chosen, command.Bump);
        if (!TryReadBump(command.Bump, out var asked))
            return Refused("invalid_bump", $"The bump '{command.Bump}' is not known; major, minor, patch or auto is wanted.");
        if (state.Versions.IsEmpty)
            return (SemanticVersion.First, "the first version", null);

        var highest = Highest(state);
        if (asked is { } bump)
            return (highest.Next(bump), $"{bump.ToString().ToLowerInvariant()}, as asked for", null);
        var (auto, why) = Compare(Before(state, command), command);
        return (highest.Next(auto), why, null);
    }

    private static (SemanticVersion Version, string Why, Refusal? Refusal) Chosen(ModelState state, string text, string? bump)
    {
        if (bump is not null)
            return Refused("invalid_bump", $"Both version '{text}' and bump '{bump}' were given; give one of them.");
        if (!SemanticVersion.TryParse(text, out var version))
            return Refused("invalid_version", $"The version '{text}' is not MAJOR.MINOR.PATCH, such as 1.2.0 (whole numbers without leading zeros, no pre-release part).");
        return state.Versions.IsEmpty || version > Highest(state)
            ? (version, "chosen by the caller", null)
            : (version, "", NotAbove(state, version));
    }

    private static Refusal NotAbove(ModelState state, SemanticVersion version)
        => state.Versions.Find(row => row.SemanticVersion == version) is { } taken
            ? ModelRefusals.Conflict(
                "version_taken", $"Version {version} of '{state.Name}' is taken by number {taken.Number}; the next free ones are {Free(Highest(state))}.")
            : ModelRefusals.Conflict(
                "version_too_low", $"Version {version} of '{state.Name}' is not above {Highest(state)}, the highest so far; the next free ones are {Free(Highest(state))}.");

    private static (VersionBump Bump, string Why) Compare(VersionRow before, RegisterVersion command)
    {
        var against = $"against version {before.Number} ({before.SemanticVersion})";
        if (VersionDigests.Signature(command.Signature) != before.SignatureDigest)
            return (VersionBump.Major, $"the signature changed {against}");
        if (command.Manifest.FeatureGraphHash != before.View.FeatureGraphHash)
            return (VersionBump.Minor, $"the features changed {against}");
        return VersionDigests.Settings(command) != before.SettingsDigest
            ? (VersionBump.Minor, $"the algorithm or its hyper-parameters changed {against}")
            : (VersionBump.Patch, $"neither signature, features nor hyper-parameters changed {against}: only the data");
    }

    // Where all were deleted, what the latest of them was.
    private static VersionRow Before(ModelState state, RegisterVersion command)
        => (command.ParentVersion is { } parent ? state.Find(parent) : null) ?? state.Latest ?? state.Versions[^1];

    private static bool TryReadBump(string? text, out VersionBump? bump)
    {
        bump = null;
        if (text is null || string.Equals(text, "auto", StringComparison.OrdinalIgnoreCase))
            return true;
        if (text.All(char.IsAsciiLetter) && Enum.TryParse<VersionBump>(text, ignoreCase: true, out var named))
            bump = named;
        return bump is not null;
    }

    // Each version is above all before it.
    private static SemanticVersion Highest(ModelState state) => state.Versions[^1].SemanticVersion;

    private static string Free(SemanticVersion highest)
        => $"{highest.Next(VersionBump.Patch)}, {highest.Next(VersionBump.Minor)} and {highest.Next(VersionBump.Major)}";

    private static (SemanticVersion Version, string Why, Refusal? Refusal) Refused(string code, string detail)
        => (default, "", ModelRefusals.Invalid(code, detail));
}
