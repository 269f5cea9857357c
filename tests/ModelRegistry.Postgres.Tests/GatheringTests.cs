using System.Collections.Concurrent;

namespace ModelRegistry.Postgres.Tests;

public sealed class GatheringTests
{
    private readonly BlockingCollection<Group> _begun = [];

    [Fact(Timeout = 60_000)]
    public async Task Add_WhileAsMuchWaitsAsIsAtWork_BeginsAnotherGroup()
    {
        var gathering = OfTwoPlaces();
        gathering.Add(1);
        using var first = Next(1);
        gathering.Add(2);
        using var second = Next(2);
        foreach (var item in new[] { 3, 4, 5 })
            gathering.Add(item);
        await Task.Yield();
        Assert.Empty(_begun);

        first.End();
        using var three = Next(3, 4, 5);
        second.End();
        gathering.Add(6);
        gathering.Add(7);
        Assert.Empty(_begun);
        gathering.Add(8);

        using var other = Next(6, 7, 8);
        other.End();
        three.End();
    }

    [Fact(Timeout = 60_000)]
    public async Task Add_FewerThanAreAtWork_AreDoneWhenThatIsDone()
    {
        var gathering = OfTwoPlaces();
        gathering.Add(1);
        using var first = Next(1);
        gathering.Add(2);
        using var second = Next(2);
        foreach (var item in new[] { 3, 4, 5 })
            gathering.Add(item);
        first.End();
        using var three = Next(3, 4, 5);

        gathering.Add(6);
        second.End();
        await Task.Delay(20);
        Assert.Empty(_begun);
        three.End();

        using var last = Next(6);
        last.End();
    }

    [Fact(Timeout = 120_000)]
    public async Task Add_ByManyAtOnce_DoesEachOnceInNoMorePlacesThanThereAre()
    {
        const int Callers = 16, Each = 2_000;
        var (working, most, done) = (0, 0, new ConcurrentBag<int>());
        using var all = new CountdownEvent(Callers * Each);
        var gathering = new Gathering<int>(2, Some, async group =>
        {
            var now = Interlocked.Increment(ref working);
            lock (done)
                most = Math.Max(most, now);
            await Task.Yield();
            foreach (var item in group)
                done.Add(item);
            Interlocked.Decrement(ref working);
            all.Signal(group.Count);
        });

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                gathering.Add(caller * Each + i);
        })));
        await Task.Run(all.Wait);

        Assert.InRange(most, 1, 2);
        Assert.Equal(Enumerable.Range(0, Callers * Each), done.Order());
    }

    /// <summary>No more than five at a time, and of what waits not always the first.</summary>
    private static List<int> Some(LinkedList<int> waiting)
    {
        var group = waiting.Where((_, index) => index % 2 == 0).Take(5).ToList();
        group.ForEach(item => waiting.Remove(item));
        return group;
    }

    private Gathering<int> OfTwoPlaces() => new(2, All, group =>
    {
        var begun = new Group([.. group]);
        _begun.Add(begun);
        return begun.Ended;
    });

    private static List<int> All(LinkedList<int> waiting)
    {
        var group = waiting.ToList();
        waiting.Clear();
        return group;
    }

    /// <summary>Waits for the group that is begun next.</summary>
    private Group Next(params int[] items)
    {
        Assert.True(_begun.TryTake(out var group, TimeSpan.FromSeconds(30)));
        Assert.Equal(items, group.Items);
        return group;
    }

    private sealed class Group(int[] items) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int[] Items => items;

        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();

        public void Dispose() => End();
    }
}
