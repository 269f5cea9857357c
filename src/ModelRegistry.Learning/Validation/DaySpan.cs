namespace ModelRegistry.Learning.Validation;

/// <summary>Consecutive days of a panel, by index.</summary>
/// <param name="First">Index of the first day.</param>
/// <param name="Count">How many; 0 is the empty span.</param>
public readonly record struct DaySpan(int First, int Count)
{
    /// <summary>Index after the last day.</summary>
    public int End => First + Count;

    /// <summary>The indices, ascending.</summary>
    public IEnumerable<int> Days => Enumerable.Range(First, Count);

    public bool Contains(int day) => day >= First && day < End;

    /// <summary>From <paramref name="first"/> up to but not including <paramref name="end"/>; empty where it is not after.</summary>
    public static DaySpan FromTo(int first, int end) => new(first, Math.Max(0, end - first));
}
