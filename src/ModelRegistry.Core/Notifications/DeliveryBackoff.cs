namespace ModelRegistry.Core.Notifications;

/// <summary>When a notification that was not taken is sent again: after 5 s, then twice as long each time, an hour at most. After 20 attempts, some 11 hours, it is given up.</summary>
public static class DeliveryBackoff
{
    public const int MaxAttempts = 20;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The wait after a number of failed attempts, from 1; null when there is no next one.</summary>
    public static TimeSpan? After(int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (attempts >= MaxAttempts)
            return null;
        var wait = First * Math.Pow(2, attempts - 1);
        return wait < Longest ? wait : Longest;
    }
}
