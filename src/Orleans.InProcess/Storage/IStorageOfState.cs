namespace Orleans.Core;

/// <summary>A stored value of a grain, by type.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value in memory; writing it is a call of its own.</summary>
    TState State { get; set; }
}
