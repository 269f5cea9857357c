using System.Runtime.CompilerServices;
using ModelRegistry.Learning.Flavors;
using ModelRegistry.Learning.XGBoost.Native;

namespace ModelRegistry.Learning.Tests.XGBoost;

/// <summary>The host runs no foreign code: only the trainer's process reaches libxgboost.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] HostFloors = ["ModelRegistry.Grains", "ModelRegistry.Http", "ModelRegistry.Silo"];

    [Fact]
    public void NativeNamespace_FromOutsideOfTheProject_CannotBeNamed()
    {
        var types = typeof(IScorer).Assembly.GetTypes().Where(type => type.Namespace == typeof(Booster).Namespace).ToArray();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.False(type.IsVisible, type.FullName));
    }

    [Fact]
    public void Internals_OfLearning_AreOpenToTestsAndBenchmarksOnly()
    {
        var friends = typeof(IScorer).Assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), inherit: false).Cast<InternalsVisibleToAttribute>();

        Assert.All(friends, friend => Assert.Matches("^(ModelRegistry\\.Learning\\.Tests|Benchmarks)$", friend.AssemblyName));
    }

    [Fact]
    public void HostFloors_Sources_DoNotUseTheTrainer()
    {
        var root = Root();
        foreach (var file in HostFloors.SelectMany(floor => Directory.EnumerateFiles(Path.Combine(root, "src", floor), "*.cs", SearchOption.AllDirectories)))
        {
            var source = File.ReadAllText(file);
            Assert.False(source.Contains("ModelRegistry.Learning.Training", StringComparison.Ordinal), $"{file} uses the training pipeline, which loads libxgboost");
            Assert.False(source.Contains("XGBoost.Native", StringComparison.Ordinal), $"{file} uses the binding to libxgboost");
        }
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Orleans.ModelRegistry.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests do not lie below Orleans.ModelRegistry.sln.");
    }
}
