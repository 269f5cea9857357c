using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A call that has arrived at its grain.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    IGrainContext TargetContext { get; }

    /// <summary>The method of the grain class.</summary>
    MethodInfo ImplementationMethod { get; }
}
