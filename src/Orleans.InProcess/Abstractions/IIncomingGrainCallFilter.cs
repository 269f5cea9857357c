namespace Orleans;

/// <summary>Wraps every call that arrives at a grain. A grain class may implement it for its own calls.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Calls <see cref="IGrainCallContext.Invoke"/> to go on; runs within the grain's turn.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
