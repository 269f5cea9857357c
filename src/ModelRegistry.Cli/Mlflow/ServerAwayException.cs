using System.Net;

namespace ModelRegistry.Cli.Mlflow;

/// <summary>A server did not answer a call, or not to the end, or said that it cannot: the same call may go well later.</summary>
/// <param name="server">Whose fault it is.</param>
/// <param name="call">Method and address.</param>
/// <param name="why">For people.</param>
/// <param name="status">What it answered; null where the connection was lost.</param>
/// <param name="retryAfter">How long it asks to be left alone.</param>
/// <param name="inner">How the connection was lost.</param>
internal sealed class ServerAwayException(Uri server, string call, string why, HttpStatusCode? status = null, TimeSpan? retryAfter = null, Exception? inner = null)
    : HttpRequestException($"{server} does not answer {call}: {why}", inner, status)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
