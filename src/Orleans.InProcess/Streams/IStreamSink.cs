namespace Orleans.InProcess;

/// <summary>An observer whose item type has been forgotten.</summary>
internal interface IStreamSink
{
    Task OnNextAsync(StreamItem item);

    Task OnErrorAsync(Exception exception);
}
