using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way, as a filter sees it.</summary>
public interface IGrainCallContext
{
    /// <summary>The call and its arguments.</summary>
    IInvokable Request { get; }

    /// <summary>The grain object.</summary>
    object Grain { get; }

    /// <summary>The grain that calls, or null for a call from outside of any grain.</summary>
    GrainId? SourceId { get; }

    GrainId TargetId { get; }

    string InterfaceName { get; }

    string MethodName { get; }

    MethodInfo InterfaceMethod { get; }

    /// <summary>What the caller will get; meaningful after <see cref="Invoke"/>. Setting it replaces the answer.</summary>
    object? Result { get; set; }

    /// <summary>Goes on with the call: the next filter, or the grain's method.</summary>
    Task Invoke();
}
