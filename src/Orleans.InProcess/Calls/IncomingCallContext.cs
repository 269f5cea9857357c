using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>Walks a call through the filters to the grain's method.</summary>
internal sealed class IncomingCallContext(GrainCall call, Activation activation, IIncomingGrainCallFilter[] filters, Func<Task<object?>> method)
    : IIncomingGrainCallContext
{
    private int _next;

    public IInvokable Request => call;

    public object Grain => activation.GrainInstance!;

    public GrainId? SourceId => call.Source?.GrainId;

    public GrainId TargetId => activation.GrainId;

    public IGrainContext TargetContext => activation;

    public string InterfaceName => Request.GetInterfaceName();

    public string MethodName => call.Method.Name;

    public MethodInfo InterfaceMethod => Request.GetMethod();

    public MethodInfo ImplementationMethod => activation.Class.Implementation(Request.GetMethod());

    public object? Result { get; set; }

    public async Task Invoke()
    {
        // A filter that calls Invoke twice runs the rest twice, so the position is put back.
        var position = _next;
        try
        {
            if (position < filters.Length)
            {
                _next = position + 1;
                await filters[position].Invoke(this);
            }
            else
            {
                Result = await method();
            }
        }
        finally
        {
            _next = position;
        }
    }
}
