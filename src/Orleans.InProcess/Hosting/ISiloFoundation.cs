namespace Orleans.InProcess;

/// <summary>Something that must stand before the first call and until after the last.</summary>
internal interface ISiloFoundation
{
    Task StartAsync(CancellationToken cancellationToken);

    Task StopAsync(CancellationToken cancellationToken);
}
