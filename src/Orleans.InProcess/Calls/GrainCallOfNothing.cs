namespace Orleans.InProcess;

/// <summary>A call of a method that returns <see cref="Task"/>.</summary>
internal abstract class GrainVoidCall(GrainMethod method) : GrainCall(method)
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Complete at once for a one-way call.</summary>
    public Task Answer => _answer.Task;

    public sealed override bool IsSettled => !Method.OneWay && _answer.Task.IsCompleted;

    public sealed override bool Fail(Exception exception) => _answer.TrySetException(exception);

    public sealed override void Cancel(CancellationToken token) => _answer.TrySetCanceled(token);

    /// <summary>Calls the grain's method with the arguments of this call.</summary>
    public abstract Task Call(object grain);

    /// <summary>The caller of a one-way method waits for nothing.</summary>
    public void LetGo() => _answer.TrySetResult();

    protected sealed override Task Start(Activation activation)
        => activation.Filters is { Length: > 0 } filters && Method.Method is not null ? Filtered(activation, filters) : Call(activation.GrainInstance!);

    protected sealed override bool Settle(Task task) => _answer.TrySetFromTask(task);

    private async Task Filtered(Activation activation, IIncomingGrainCallFilter[] filters)
    {
        var context = new IncomingCallContext(this, activation, filters, async () =>
        {
            await Call(activation.GrainInstance!);
            return null;
        });
        await context.Invoke();
    }
}
