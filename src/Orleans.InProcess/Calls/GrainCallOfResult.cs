namespace Orleans.InProcess;

/// <summary>A call of a method that returns <see cref="Task{TResult}"/>.</summary>
internal abstract class GrainCall<TResult>(GrainMethod method) : GrainCall(method)
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Answer => _answer.Task;

    public sealed override bool IsSettled => _answer.Task.IsCompleted;

    public sealed override bool Fail(Exception exception) => _answer.TrySetException(exception);

    public sealed override void Cancel(CancellationToken token) => _answer.TrySetCanceled(token);

    /// <summary>Calls the grain's method with the arguments of this call.</summary>
    public abstract Task<TResult> Call(object grain);

    protected sealed override Task Start(Activation activation)
        => activation.Filters is { Length: > 0 } filters && Method.Method is not null ? Filtered(activation, filters) : Call(activation.GrainInstance!);

    protected sealed override bool Settle(Task task) => _answer.TrySetFromTask((Task<TResult>)task);

    private async Task<TResult> Filtered(Activation activation, IIncomingGrainCallFilter[] filters)
    {
        var context = new IncomingCallContext(this, activation, filters, async () => await Call(activation.GrainInstance!));
        await context.Invoke();
        return (TResult)context.Result!;
    }
}
