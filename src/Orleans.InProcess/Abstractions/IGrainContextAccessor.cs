namespace Orleans.Runtime;

/// <summary>The activation whose turn is running.</summary>
public interface IGrainContextAccessor
{
    /// <exception cref="InvalidOperationException">No grain's turn is running.</exception>
    IGrainContext GrainContext { get; }
}
