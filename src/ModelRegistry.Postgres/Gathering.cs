namespace ModelRegistry.Postgres;

/// <summary>
/// Does what is asked at the same time together. What finds a free place is done at once; while all places are taken, what comes waits, and the next free
/// place does as much of it as goes together. Nobody waits for company.
/// </summary>
/// <param name="places">How many groups are worked on at a time.</param>
/// <param name="take">Removes from what waits what goes together; something, if anything waits.</param>
/// <param name="work">Does a group; never throws.</param>
internal sealed class Gathering<T>(int places, Func<LinkedList<T>, IReadOnlyList<T>> take, Func<IReadOnlyList<T>, Task> work)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<T> _waiting = [];
    private int _taken;

    public void Add(T item)
    {
        lock (_gate)
        {
            _waiting.AddLast(item);
            if (_taken == places)
                return;
            _taken++;
        }

        // Neither the scheduler nor the trace of who came first is that of the others.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } group)
            await work(group);
    }

    private IReadOnlyList<T> Take()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
                return take(_waiting);
            _taken--;
            return [];
        }
    }
}
