using System.Reflection;

namespace GrainRuntime.Tests.Parity;

/// <summary>The assemblies of Microsoft.Orleans, read and never loaded.</summary>
internal static class OrleansPackages
{
    private static readonly string[] Packages =
    [
        "Orleans.Core.Abstractions", "Orleans.Core", "Orleans.Runtime", "Orleans.Serialization.Abstractions", "Orleans.Serialization",
        "Orleans.Reminders", "Orleans.Streaming", "Orleans.Persistence.Memory",
    ];

    /// <summary>Where the packages are; null when the build did not fetch them.</summary>
    public static string? Folder { get; } = Metadata("OrleansPackages");

    /// <summary>What the public types of these names offer there, by the name of the type.</summary>
    public static ILookup<string, string> Read(IReadOnlySet<string> names)
    {
        string[] files = [.. Packages.Select(File)];
        var platform = new[] { typeof(object), typeof(Microsoft.Extensions.Hosting.IHost) }
            .SelectMany(type => Directory.GetFiles(Path.GetDirectoryName(type.Assembly.Location)!, "*.dll"));
        using var context = new MetadataLoadContext(new PathAssemblyResolver([.. files, .. platform]), "System.Private.CoreLib");
        return files
            .SelectMany(file => context.LoadFromAssemblyPath(file).GetExportedTypes())
            .Where(type => names.Contains(type.FullName!))
            .SelectMany(type => Surface.Of(type, shortened: true).Select(line => (Type: type.FullName!, Line: line)))
            .ToLookup(found => found.Type, found => found.Line, StringComparer.Ordinal);
    }

    private static string File(string name)
        => Path.Combine(Folder!, $"microsoft.{name.ToLowerInvariant()}", Metadata("OrleansVersion")!, "lib", "net10.0", $"{name}.dll");

    private static string? Metadata(string key) => typeof(OrleansPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == key)?.Value;
}
