namespace Orleans.Reminders;

/// <summary>Keys under which reminders find a clock of their own.</summary>
public static class ReminderTimeProviderNames
{
    public const string Reminders = "Orleans.Reminders";
}
