namespace Orleans.Streams.Core;

/// <summary>A grain class with implicit subscriptions that wants to attach its observers itself.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>The first item of a stream is about to come: make the handle and resume it.</summary>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
