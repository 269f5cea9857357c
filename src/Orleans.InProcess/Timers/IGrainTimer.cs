namespace Orleans.Runtime;

/// <summary>A running timer; disposing it stops it, and so does the end of the activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Starts over with another due time and period.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
