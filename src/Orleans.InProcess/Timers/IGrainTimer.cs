namespace Orleans.Runtime;

/// <summary>A running timer; disposing it stops it, and so does the end of the activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>
    /// Starts over with another due time and period. The due time counts from now, or from the end of the callback that waits or runs;
    /// a timer that has been disposed stays stopped.
    /// </summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
