using System.Collections.Concurrent;

namespace ModelRegistry.Postgres.Tests;

public sealed class GatheringTests
{
    private readonly BlockingCollection<Group> _begun = [];

    [Fact]
    public void Add_WhileOneIsAtWork_IsDoneBesideIt()
    {
        var gathering = OfTwoPlaces();

        gathering.Add(1);
        using var first = Next(1);
        gathering.Add(2);

        using var second = Next(2);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    public async Task Add_WhileManyAreAtWork_BeginsAnotherGroupOnceEnoughWait(int atWork, int enough)
    {
        var gathering = OfTwoPlaces();
        using var many = await OnlyAsync(gathering, atWork);

        foreach (var item in Enumerable.Range(100, enough - 1))
            gathering.Add(item);
        await Task.Delay(20);
        Assert.Empty(_begun);
        gathering.Add(200);

        using var other = Next([.. Enumerable.Range(100, enough - 1), 200]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Add_TooFewForAGroupOfTheirOwn_AreDoneWhenWhatIsAtWorkIsDone()
    {
        var gathering = OfTwoPlaces();
        using var many = await OnlyAsync(gathering, 3);
        gathering.Add(100);

        many.End();

        using var last = Next(100);
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

    /// <summary>A group of so many, and nothing beside it.</summary>
    private async Task<Group> OnlyAsync(Gathering<int> gathering, int count)
    {
        gathering.Add(1);
        using var first = Next(1);
        gathering.Add(2);
        using var second = Next(2);
        var items = Enumerable.Range(3, count).ToArray();
        foreach (var item in items)
            gathering.Add(item);
        first.End();
        var many = Next(items);
        second.End();
        await Task.Delay(20);
        return many;
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
