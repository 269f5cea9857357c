namespace Orleans.Runtime;

/// <summary>Runs once when the host takes calls, before it counts as started.</summary>
public interface IStartupTask
{
    Task Execute(CancellationToken cancellationToken);
}
