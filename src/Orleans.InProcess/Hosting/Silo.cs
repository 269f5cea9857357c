using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.InProcess;

/// <summary>Starts and stops the runtime with the host: first what it rests on, then reminders, calls and start-up tasks; the reverse on the way down.</summary>
internal sealed class Silo(IServiceProvider services, GrainCatalog catalog, IEnumerable<ISiloFoundation> foundations, IEnumerable<StartupTask> startupTasks) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var foundation in foundations)
        {
            await foundation.StartAsync(cancellationToken);
        }

        // Before the first call, so that no grain looks for a reminder that has not been read yet.
        if (services.GetService<ReminderService>() is { } reminders)
        {
            await reminders.StartAsync(cancellationToken);
        }

        catalog.Start();
        foreach (var task in startupTasks)
        {
            await task.Run(services, cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        services.GetService<ReminderService>()?.Dispose();
        await catalog.StopAsync(cancellationToken);
        foreach (var foundation in foundations.Reverse())
        {
            await foundation.StopAsync(cancellationToken);
        }
    }
}
