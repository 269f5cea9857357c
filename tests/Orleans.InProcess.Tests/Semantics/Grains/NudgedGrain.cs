using GrainRuntime.Tests.Hosting;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>Receives the stream of its own key in the namespace "numbers".</summary>
[ImplicitStreamSubscription("numbers")]
internal sealed class NudgedGrain(Board board) : Grain, INudgedGrain, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    private bool _holding;

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory)
    {
        var handle = handleFactory.Create<int>();
        await handle.ResumeAsync(this);
    }

    public Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        if (item < 0 && board.NextId() == "1")
        {
            throw new InvalidDataException("not the first time");
        }

        board.Note($"{this.GetPrimaryKeyString()} {item}{(_holding ? " while holding" : "")}");
        board.Signal($"{this.GetPrimaryKeyString()} got {item}");
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        board.Note($"error {ex.Message}");
        return Task.CompletedTask;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Unsubscribe()
    {
        var stream = this.GetStreamProvider(TestHost.Streams).GetStream<int>(StreamId.Create("numbers", this.GetPrimaryKeyString()));
        foreach (var handle in await stream.GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public async Task Hold(string name)
    {
        _holding = true;
        board.Signal($"in {name}");
        await board.Signalled($"go {name}");
        _holding = false;
    }

    public Task Nudge(string key, int number)
        => this.GetStreamProvider(TestHost.Streams).GetStream<int>(StreamId.Create("numbers", key)).OnNextAsync(number);
}
