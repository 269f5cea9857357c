namespace Orleans.Runtime;

/// <summary>An activation: one life of a grain in memory.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    /// <summary>The grain object; null until it has been made.</summary>
    object? GrainInstance { get; }

    ActivationId ActivationId { get; }

    /// <summary>Services of a scope that lives as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Complete when the last turn has run and the scope is closed.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation once the running calls are done. Waiting calls move to a new one.</summary>
    /// <param name="cancellationToken">Cancelled: <c>OnDeactivateAsync</c> should hurry.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
