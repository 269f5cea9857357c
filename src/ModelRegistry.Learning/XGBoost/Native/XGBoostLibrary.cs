using System.Reflection;
using System.Runtime.InteropServices;

namespace ModelRegistry.Learning.XGBoost.Native;

/// <summary>Finds libxgboost and turns its error codes into exceptions.</summary>
internal static class XGBoostLibrary
{
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["xgboost.dll"]
        : OperatingSystem.IsMacOS() ? ["libxgboost.dylib"]
        : ["libxgboost.so.0", "libxgboost.so"];

    static XGBoostLibrary() => NativeLibrary.SetDllImportResolver(typeof(XGBoostLibrary).Assembly, Resolve);

    /// <summary>Version of the installed library.</summary>
    /// <exception cref="XGBoostException">The library is not installed.</exception>
    public static Version Version
    {
        get
        {
            EnsureInstalled();
            NativeMethods.XGBoostVersion(out var major, out var minor, out var patch);
            return new Version(major, minor, patch);
        }
    }

    /// <summary>Fails in words that say what to install, before the first call does.</summary>
    /// <exception cref="XGBoostException">The library is not installed.</exception>
    public static void EnsureInstalled()
    {
        if (Load() == 0)
            throw new XGBoostException(
                $"Training needs libxgboost and none of {string.Join(", ", Names)} can be loaded. " +
                "Install it (Debian, Ubuntu: apt install libxgboost0). Serving does not need it.");
    }

    /// <summary>Must run on the thread that made the call: the library keeps its last error per thread.</summary>
    internal static void Check(int code, string call)
    {
        if (code == 0)
            return;
        var message = Marshal.PtrToStringUTF8(NativeMethods.XGBGetLastError());
        throw new XGBoostException($"{call}: {(string.IsNullOrWhiteSpace(message) ? "the library gave no reason" : FirstLines(message))}");
    }

    /// <summary>Without the native stack trace that follows the reason.</summary>
    private static string FirstLines(string message)
    {
        var trace = message.IndexOf("Stack trace", StringComparison.Ordinal);
        return (trace > 0 ? message[..trace] : message).Trim();
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == NativeMethods.Library ? Load() : 0;

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(XGBoostLibrary).Assembly, searchPath: null, out var handle))
                return handle;
        }

        return 0;
    }
}
