namespace ModelRegistry.Postgres;

/// <summary>
/// Does what is asked at the same time together. What comes while nothing is at work is done at once. What comes while something is waits until it is as much as that, or
/// <see cref="Enough"/>, or until that is done, whichever is first: a group costs much the same whatever its size, so small ones beside each other make each other slow.
/// </summary>
/// <param name="places">How many groups are worked on at a time at most.</param>
/// <param name="take">Removes from what waits what goes together; something, if anything waits.</param>
/// <param name="work">Does a group; never throws.</param>
internal sealed class Gathering<T>(int places, Func<LinkedList<T>, IReadOnlyList<T>> take, Func<IReadOnlyList<T>, Task> work)
{
    /// <summary>So many are worth a group of their own.</summary>
    public const int Enough = 4;

    private readonly Lock _gate = new();
    private readonly LinkedList<T> _waiting = [];
    private int _taken;
    private int _atWork;

    private bool IsWorthwhile => _waiting.Count > 0 && _waiting.Count >= Math.Min(_atWork, Enough);

    public void Add(T item)
    {
        lock (_gate)
        {
            _waiting.AddLast(item);
            if (_taken == places || !IsWorthwhile)
                return;
            _taken++;
        }

        // Neither the scheduler nor the trace of who came first is that of the others.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        for (var group = Take(done: 0); group.Count > 0; group = Take(group.Count))
            await work(group);
    }

    private IReadOnlyList<T> Take(int done)
    {
        lock (_gate)
        {
            _atWork -= done;
            if (IsWorthwhile)
            {
                var group = take(_waiting);
                _atWork += group.Count;
                return group;
            }

            _taken--;
            return [];
        }
    }
}
