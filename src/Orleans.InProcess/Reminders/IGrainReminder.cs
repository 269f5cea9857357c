namespace Orleans.Runtime;

/// <summary>A reminder as registered; durable until unregistered.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}
