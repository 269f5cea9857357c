using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>A reminder as stored: its ticks are at <see cref="StartAt"/> plus every multiple of <see cref="Period"/>.</summary>
internal sealed record ReminderRow(GrainId GrainId, string ReminderName, DateTimeOffset StartAt, TimeSpan Period, long Version) : IGrainReminder
{
    /// <summary>The next tick after a moment; those before it are missed and do not come again.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset now)
    {
        if (now < StartAt)
        {
            return StartAt;
        }

        var passed = (now - StartAt).Ticks / Period.Ticks;
        return StartAt + TimeSpan.FromTicks((passed + 1) * Period.Ticks);
    }
}
