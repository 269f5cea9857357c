namespace Orleans.InProcess;

/// <summary>Runs once when the host takes calls.</summary>
internal sealed record StartupTask(Func<IServiceProvider, CancellationToken, Task> Run);
