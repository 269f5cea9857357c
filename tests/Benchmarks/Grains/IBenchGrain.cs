namespace Benchmarks.Grains;

/// <summary>The least a grain can do.</summary>
[Alias("bench-grain")]
public interface IBenchGrain : IGrainWithStringKey
{
    Task<int> Add(int number);

    [AlwaysInterleave]
    Task<int> Read();
}
