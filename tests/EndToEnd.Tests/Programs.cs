using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>The built programs.</summary>
internal static class Programs
{
    public static string Silo => Find("ModelRegistry.Silo", "modelreg-silo");

    public static string Cli => Find("ModelRegistry.Cli", "modelreg");

    /// <summary>The folder with the solution.</summary>
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Orleans.ModelRegistry.sln")))
                folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
            return folder.FullName;
        }
    }

    /// <summary>Starts a program whose output is kept.</summary>
    public static ProgramRun Start(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ProgramRun(Process.Start(start)!);
    }

    /// <summary>artifacts/bin/EndToEnd.Tests/CONFIGURATION/ → artifacts/bin/PROJECT/CONFIGURATION/PROGRAM.</summary>
    private static string Find(string project, string program)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{program} has not been built", path);
    }
}
