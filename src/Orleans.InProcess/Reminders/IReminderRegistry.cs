using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>Registers reminders of grains.</summary>
public interface IReminderRegistry
{
    /// <param name="dueTime">Until the first tick; not negative.</param>
    /// <param name="period">Between ticks; at least a minute unless <see cref="Hosting.ReminderOptions"/> says otherwise.</param>
    Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    /// <exception cref="ReminderException">The reminder has been changed or removed since it was read.</exception>
    Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

    Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

    Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
}
