namespace GrainRuntime.Tests.Parity;

/// <summary>A test that reads the assemblies of Microsoft.Orleans, where the build was told to fetch them.</summary>
internal sealed class OrleansFactAttribute : FactAttribute
{
    public OrleansFactAttribute()
    {
        if (OrleansPackages.Folder is null)
        {
            Skip = "Build with -p:CompareWithOrleans=true to fetch the packages of Microsoft.Orleans; CI does.";
        }
    }
}
