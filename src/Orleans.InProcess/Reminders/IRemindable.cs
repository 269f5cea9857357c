using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that reminders can wake.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A reminder is due. Ticks may come twice and missed ones do not come again: treat it as "look now".</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
