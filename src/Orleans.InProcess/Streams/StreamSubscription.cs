using System.Threading.Channels;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>
/// Carries the items of one stream to one subscriber, one after the other. An item that fails is sent again a few times, then given up.
/// </summary>
internal sealed class StreamSubscription
{
    /// <summary>Items a slow subscriber may lag behind; older ones are dropped, since a memory stream promises nothing.</summary>
    private const int Capacity = 4096;

    private const int Attempts = 5;

    private readonly Channel<StreamItem> _items;
    private readonly MemoryStreamProvider _provider;
    private readonly CancellationTokenSource _ended = new();
    private bool _dropping;

    public StreamSubscription(MemoryStreamProvider provider, Guid id, StreamId streamId, GrainId? grain, IStreamSink? client)
    {
        _provider = provider;
        Id = id;
        StreamId = streamId;
        Grain = grain;
        Client = client;
        _items = Channel.CreateBounded<StreamItem>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, OnDropped);
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(PumpAsync);
        }
    }

    public Guid Id { get; }

    public StreamId StreamId { get; }

    /// <summary>The grain that receives; null for a client's subscription.</summary>
    public GrainId? Grain { get; }

    /// <summary>Whether the grain class asks for it, by <see cref="ImplicitStreamSubscriptionAttribute"/>.</summary>
    public required bool IsImplicit { get; init; }

    /// <summary>Who receives when no grain does.</summary>
    public IStreamSink? Client { get; set; }

    public string ProviderName => _provider.Name;

    private string Subscriber => Grain?.ToString() ?? "a client";

    public void Post(StreamItem item) => _items.Writer.TryWrite(item);

    /// <summary>Ends the subscription for good; an implicit one belongs to the grain class and stays.</summary>
    public void Leave()
    {
        if (!IsImplicit)
        {
            _provider.Remove(this);
            End();
        }
    }

    public void End()
    {
        _items.Writer.TryComplete();
        _ended.Cancel();
    }

    private async Task PumpAsync()
    {
        await foreach (var item in _items.Reader.ReadAllAsync())
        {
            _dropping = _dropping && _items.Reader.Count > 0;
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await DeliverAsync(item);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _provider.Log.DeliveryFailed(exception, StreamId, Subscriber, Attempts + 1);
            }
        }
    }

    private async Task DeliverAsync(StreamItem item)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SendAsync(new StreamDelivery(this, item, error: null));
                return;
            }
            catch (SiloUnavailableException)
            {
                return;
            }
            catch (Exception exception) when (attempt < Attempts && !_ended.IsCancellationRequested)
            {
                _provider.Log.DeliveryFailed(exception, StreamId, Subscriber, attempt);
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), _provider.TimeProvider, _ended.Token);
            }
            catch (Exception exception)
            {
                _provider.Log.DeliveryFailed(exception, StreamId, Subscriber, attempt);
                await SendAsync(new StreamDelivery(this, item, exception));
                return;
            }
        }
    }

    private Task SendAsync(StreamDelivery delivery)
    {
        if (Grain is { } grain)
        {
            return _provider.Send(delivery, grain);
        }

        RequestContext.Current = delivery.Item.Context;
        return delivery.Error is null ? Client!.OnNextAsync(delivery.Item) : Client!.OnErrorAsync(delivery.Error);
    }

    private void OnDropped(StreamItem item)
    {
        if (!_dropping)
        {
            _dropping = true;
            _provider.Log.ItemsDropped(StreamId, Subscriber);
        }
    }
}
