using GrainRuntime.Tests.Hosting;
using Orleans.Storage;

namespace GrainRuntime.Tests.Runtime;

/// <summary>One of key "conflict" cannot begin; one of key "stuck" never finishes its disposal.</summary>
internal sealed class ConflictGrain(Board board) : Grain, IConflictGrain, IAsyncDisposable
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => this.GetPrimaryKeyString() == "conflict"
        ? throw new InconsistentStateException("somebody else wrote")
        : Task.CompletedTask;

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public async Task<string> ActivationOf(IConflictGrain other) => await other.Activation();

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        board.Signal($"disposing {this.GetPrimaryKeyString()}");
        return this.GetPrimaryKeyString() == "stuck" ? new ValueTask(board.Signalled("never")) : ValueTask.CompletedTask;
    }
}
