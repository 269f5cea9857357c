using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.InProcess;

/// <inheritdoc/>
internal sealed class SubscriptionHandle<T>(StreamSubscription subscription) : StreamSubscriptionHandle<T>
{
    public override StreamId StreamId => subscription.StreamId;

    public override string ProviderName => subscription.ProviderName;

    public override Guid HandleId => subscription.Id;

    public override Task UnsubscribeAsync()
    {
        Activation.Current?.Streams.Detach(subscription.Id);
        subscription.Leave();
        return Task.CompletedTask;
    }

    public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
    {
        ArgumentNullException.ThrowIfNull(observer);
        MemoryStreamProvider.RefuseToken(token);
        if (subscription.Grain is null)
        {
            subscription.Client = new StreamSink<T>(observer);
        }
        else if (Activation.Current is { } activation && activation.GrainId == subscription.Grain)
        {
            activation.Streams.Attach(subscription.Id, observer);
        }
        else
        {
            throw new InvalidOperationException($"The subscription of {subscription.Grain} to {StreamId} can be resumed in a turn of that grain only.");
        }

        return Task.FromResult<StreamSubscriptionHandle<T>>(this);
    }

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;
}
