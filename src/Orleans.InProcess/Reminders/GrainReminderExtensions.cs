using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans;

/// <summary>Reminders of the calling grain.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Starts a reminder, or starts it over with another time. It lasts over restarts until it is unregistered.</summary>
    /// <exception cref="InvalidOperationException">The grain is not <see cref="IRemindable"/>.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period)
        => RegisterOrUpdateReminder((IGrainBase)grain, reminderName, dueTime, period);

    /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)"/>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        var registry = Registry(grain, out var id);
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        return grain is IRemindable
            ? registry.RegisterOrUpdateReminder(id, reminderName, dueTime, period)
            : throw new InvalidOperationException($"{grain.GetType()} ({id}) cannot have a reminder: it does not implement {nameof(IRemindable)}.");
    }

    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) => UnregisterReminder((IGrainBase)grain, reminder);

    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => Registry(grain, out var id).UnregisterReminder(id, reminder);

    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) => GetReminder((IGrainBase)grain, reminderName);

    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        return Registry(grain, out var id).GetReminder(id, reminderName);
    }

    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => GetReminders((IGrainBase)grain);

    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => Registry(grain, out var id).GetReminders(id);

    private static IReminderRegistry Registry(IGrainBase grain, out GrainId id)
    {
        ArgumentNullException.ThrowIfNull(grain);
        id = grain.GrainContext.GrainId;
        return grain.GrainContext.ActivationServices.GetService<IReminderRegistry>()
            ?? throw new OrleansConfigurationException("No reminder service is configured: call UseInMemoryReminderService or UsePostgres when the host is built.");
    }
}
