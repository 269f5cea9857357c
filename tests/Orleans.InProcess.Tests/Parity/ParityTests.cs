namespace GrainRuntime.Tests.Parity;

public sealed class ParityTests
{
    /// <summary>What only this runtime has, since Orleans keeps states and reminders by providers of its own.</summary>
    private static readonly string[] Own = ["Orleans.Hosting.PostgresHostingExtensions"];

    /// <summary>A call that compiles here compiles there and means the same, optional parameters left out where we have none.</summary>
    [OrleansFact]
    public void Surface_OfThisRuntime_IsPartOfOrleans()
    {
        var ours = typeof(Grain).Assembly.GetExportedTypes().Where(type => !Own.Contains(type.FullName)).ToList();
        var theirs = OrleansPackages.Read(ours.Select(type => type.FullName!).ToHashSet(StringComparer.Ordinal));
        string[] missing = [.. ours.SelectMany(type => Surface.Of(type).Except(theirs[type.FullName!], StringComparer.Ordinal))];
        Assert.NotEmpty(theirs);
        Assert.True(missing.Length == 0, $"Not so in Orleans:\n{string.Join('\n', missing)}");
    }
}
