using System.Collections.Immutable;
using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.InProcess;

/// <summary>A call: made by the caller, run in a turn of the grain, and settled once, by whoever comes first: answer, time-out or cancellation.</summary>
internal abstract class GrainCall(GrainMethod method) : TurnItem, IInvokable
{
    private static readonly Action<Task, object?> FinishAction = static (task, call) => ((GrainCall)call!).Finish(task);

    private Activation? _runsIn;

    public GrainMethod Method { get; } = method;

    public GrainId Target { get; set; }

    /// <summary>The grain that calls; null from outside of any turn.</summary>
    public Activation? Source { get; set; }

    /// <summary>What travels with the call.</summary>
    public ImmutableDictionary<string, object>? Context { get; set; }

    /// <summary>The tick of the catalog's clock at which the caller stops waiting.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The caller's token, or, once the call is sent, the one the grain sees.</summary>
    public CancellationToken Token { get; set; }

    public CallCancellation? Cancellation { get; set; }

    /// <summary>Activations that have passed the call on before they took any.</summary>
    public int Moves { get; set; }

    /// <summary>Links of the list of running calls.</summary>
    public GrainCall? Previous { get; set; }

    public GrainCall? Next { get; set; }

    /// <summary>Nobody waits for the answer any more.</summary>
    public abstract bool IsSettled { get; }

    /// <returns>False when the call was settled before.</returns>
    public abstract bool Fail(Exception exception);

    public abstract void Cancel(CancellationToken token);

    public sealed override void Run(Activation activation)
    {
        _runsIn = activation;
        RequestContext.Current = Context;
        Task task;
        try
        {
            task = Start(activation)
                ?? throw new InvalidOperationException($"{Method} of {activation.GrainId} returned null instead of a task.");
        }
        catch (Exception exception)
        {
            Leave(exception);
            Tell(Fail(exception), exception);
            return;
        }

        if (task.IsCompleted)
        {
            Finish(task);
        }
        else
        {
            _ = task.ContinueWith(
                FinishAction, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach, activation.Scheduler);
        }
    }

    /// <summary>Starts the grain's method, through the filters where there are any.</summary>
    protected abstract Task Start(Activation activation);

    /// <summary>Carries the outcome of the grain's task to the caller.</summary>
    /// <returns>False when the call was settled before.</returns>
    protected abstract bool Settle(Task task);

    /// <summary>Fails a call that will not run, or is given up while it runs.</summary>
    public void GiveUp(Exception exception)
    {
        Fail(exception);
        Cancellation?.Release();
    }

    private void Finish(Task task)
    {
        var error = task.IsFaulted ? task.Exception.InnerException : null;
        Leave(error);
        Tell(Settle(task), error);
    }

    /// <summary>Before the caller is answered, so that its next call finds the activation free.</summary>
    private void Leave(Exception? error)
    {
        Cancellation?.Release();
        _runsIn!.Complete(this, error);
    }

    private void Tell(bool settles, Exception? error)
    {
        if (!settles && error is not null)
        {
            _runsIn!.Catalog.Log.FailedUnseen(error, Method.ToString(), _runsIn.GrainId);
        }
    }

    int IInvokable.GetArgumentCount() => Method.Arguments.Length;

    object? IInvokable.GetArgument(int index) => Argument(index).GetValue(this);

    void IInvokable.SetArgument(int index, object value) => Argument(index).SetValue(this, value);

    string IInvokable.GetMethodName() => Method.Name;

    string IInvokable.GetInterfaceName() => Method.Interface.FullName ?? Method.Interface.Name;

    MethodInfo IInvokable.GetMethod() => Method.Method ?? throw new InvalidOperationException($"{Method} is not a method of a grain interface.");

    Type IInvokable.GetInterfaceType() => Method.Interface;

    CancellationToken IInvokable.GetCancellationToken() => Token;

    private FieldInfo Argument(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Method.Arguments.Length);
        return Method.Arguments[index];
    }
}
