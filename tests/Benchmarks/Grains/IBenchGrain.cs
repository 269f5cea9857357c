namespace Benchmarks.Grains;

/// <summary>The least a grain can do.</summary>
[Alias("bench-grain")]
public interface IBenchGrain : IGrainWithStringKey
{
    /// <summary>Answers at once.</summary>
    Task<int> Add(int number);

    /// <summary>Answers after an await that really suspends the call.</summary>
    Task<int> AddLater(int number);

    [AlwaysInterleave]
    Task<int> Read();
}
