using System.Reflection;

namespace Orleans.InProcess;

/// <summary>Finds the assemblies that can hold grain classes: those that reference this one, loaded or not.</summary>
internal static class GrainAssemblies
{
    public static IReadOnlyCollection<Assembly> Find()
    {
        var own = typeof(GrainAssemblies).Assembly;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<Assembly>();
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && !IsPlatform(a.GetName().Name!)));
        while (open.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
            {
                continue;
            }

            var references = assembly.GetReferencedAssemblies();
            if (references.Any(r => string.Equals(r.Name, own.GetName().Name, StringComparison.Ordinal)))
            {
                found.Add(assembly);
            }

            foreach (var reference in references)
            {
                if (!IsPlatform(reference.Name!) && !seen.Contains(reference.FullName) && TryLoad(reference) is { } loaded)
                {
                    open.Enqueue(loaded);
                }
            }
        }

        return found;
    }

    private static bool IsPlatform(string name) => name.StartsWith("System", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "mscorlib" or "netstandard";

    /// <summary>A reference that is not deployed, as of an optional package, holds no grains of this application.</summary>
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
