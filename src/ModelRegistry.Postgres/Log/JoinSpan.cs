namespace ModelRegistry.Postgres.Log;

/// <summary>The rows one pass of a join takes on: (low, top] of each writer and of the actuals.</summary>
internal sealed class JoinSpan(long bound)
{
    public List<long> Writers { get; } = [];

    public List<long> Lows { get; } = [];

    public List<long> Tops { get; } = [];

    public long ActualLow { get; private set; }

    public long ActualTop { get; private set; }

    /// <summary>Nothing new in either log.</summary>
    public bool IsEmpty => Writers.Count == 0 && ActualLow == ActualTop;

    /// <summary>Whether any part stopped at the bound, so that there may be more.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds a writer's part; writer 0 stands for the actuals.</summary>
    public void Add(long writer, long low, long top, long rows)
    {
        IsFull |= rows >= bound;
        if (writer == 0)
        {
            (ActualLow, ActualTop) = (low, top);
            return;
        }
        Writers.Add(writer);
        Lows.Add(low);
        Tops.Add(top);
    }
}
