namespace Orleans.InProcess;

/// <summary>The call that brings a stream's item, or the news of one given up, to a grain.</summary>
internal sealed class StreamDelivery(StreamSubscription subscription, StreamItem item, Exception? error) : GrainVoidCall(Deliver)
{
    private static readonly GrainMethod Deliver = new() { Name = "deliver", Interface = typeof(Streams.IAsyncStream) };

    public StreamItem Item => item;

    public Exception? Error => error;

    public override Task Call(object grain) => Activation.Current!.Streams.TakeAsync(subscription, item, error);
}
