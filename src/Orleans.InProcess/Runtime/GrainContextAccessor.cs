using Orleans.Runtime;

namespace Orleans.InProcess;

internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => Activation.Current ?? throw new InvalidOperationException("No grain's turn is running here.");
}
