namespace ModelRegistry.Tests.Shared;

/// <summary>
/// The folder of data sets and reference values that lies beside the repository; never part of it. <c>MODELREG_SHARED</c> names another place.
/// </summary>
internal static class SharedFolder
{
    private const string Variable = "MODELREG_SHARED";

    /// <summary>Absolute path, whether it exists or not.</summary>
    public static string Root { get; } = Find();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Null when the file or folder is there, otherwise the reason why a test that needs it is skipped.</summary>
    public static string? WhyAbsent(params ReadOnlySpan<string> parts)
    {
        var path = PathOf(parts);
        return Path.Exists(path) ? null : $"{path} is not there: put the shared folder beside the repository or set {Variable}";
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return Path.GetFullPath(named);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.ModelRegistry.sln")))
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared"));
        }

        throw new InvalidOperationException($"No Orleans.ModelRegistry.sln above {AppContext.BaseDirectory}: set {Variable} to the shared folder");
    }
}
