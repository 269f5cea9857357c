using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Hashing;

namespace ModelRegistry.Core.Registry;

/// <summary>What is compared of two versions.</summary>
internal static class VersionDigests
{
    /// <summary>Inputs and outputs, names and types, in order.</summary>
    public static string Signature(Signature signature) => Digest.OfCanonical(signature);

    /// <summary>
    /// Flavor, algorithm and hyper-parameters. Without any the configuration hash stands for them; it is the weaker word,
    /// because a configuration may also name its data.
    /// </summary>
    public static string Settings(RegisterVersion version) => Digest.OfCanonical(new
    {
        version.Flavor,
        version.Algorithm,
        version.Params,
        Config = version.Params.IsEmpty ? version.Manifest.TrainingConfigHash : null,
    });

    /// <summary>The tag <c>drill=true</c>.</summary>
    public static bool IsDrill(RegisterVersion version)
        => version.Tags.TryGetValue("drill", out var drill) && string.Equals(drill, "true", StringComparison.OrdinalIgnoreCase);
}
