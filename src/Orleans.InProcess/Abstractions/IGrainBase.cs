using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class implements; <see cref="Grain"/> does it for most.</summary>
public interface IGrainBase
{
    /// <summary>The activation this object lives in.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs as the first turn, before any call. An exception here fails the calls that wait and forgets the activation.</summary>
    /// <param name="token">Cancelled when the activation takes longer than allowed.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs as the last turn, after the last call.</summary>
    /// <param name="token">Cancelled when the deactivation takes longer than allowed.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
