using System.Reflection;
using System.Runtime.InteropServices;
using ModelRegistry.Core;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Training;

/// <summary>Which code trained a model.</summary>
internal static class CodeIdentity
{
    /// <summary>SHA-256 of the builds of this code, of libxgboost and of the runtime.</summary>
    public static string Fingerprint() => Digest.OfCanonical(new
    {
        Learning = typeof(CodeIdentity).Module.ModuleVersionId,
        Core = typeof(RegistryJson).Module.ModuleVersionId,
        XGBoost = XGBoostLibrary.Version.ToString(),
        Runtime = RuntimeInformation.FrameworkDescription,
    });

    /// <summary>The commit the build was made from, where the build knew it.</summary>
    public static string? Commit()
    {
        var version = typeof(CodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var plus = version?.IndexOf('+', StringComparison.Ordinal) ?? -1;
        return plus < 0 ? null : version![(plus + 1)..];
    }
}
