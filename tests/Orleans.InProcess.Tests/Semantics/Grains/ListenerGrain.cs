using GrainRuntime.Tests.Hosting;
using Orleans.Streams;

namespace GrainRuntime.Tests.Semantics.Grains;

/// <summary>Subscribes when it is told to.</summary>
internal sealed class ListenerGrain(Board board) : Grain, IListenerGrain
{
    public async Task Subscribe(string key) => await Stream(key).SubscribeAsync((item, _) =>
    {
        board.Note($"{this.GetPrimaryKeyString()} {item}");
        board.Signal($"{this.GetPrimaryKeyString()} got {item}");
        return Task.CompletedTask;
    });

    public async Task Unsubscribe(string key)
    {
        foreach (var handle in await Stream(key).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    public async Task<int> Subscriptions(string key) => (await Stream(key).GetAllSubscriptionHandles()).Count;

    private IAsyncStream<string> Stream(string key) => this.GetStreamProvider(TestHost.Streams).GetStream<string>(StreamId.Create("words", key));
}
