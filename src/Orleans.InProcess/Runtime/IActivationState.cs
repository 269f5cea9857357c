namespace Orleans.InProcess;

/// <summary>A stored value that is read before the grain is told that it is active.</summary>
internal interface IActivationState
{
    Task LoadAsync(CancellationToken cancellationToken);
}
