using Orleans.InProcess;

namespace Orleans.Hosting;

/// <summary>Reminders that live as long as the host.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SiloServices.AddReminders<MemoryReminderStore>(builder.Services);
        return builder;
    }
}
