using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>An append that waits for its outcome.</summary>
internal sealed class PendingAppend(AppendRequest request)
{
    private readonly TaskCompletionSource<AppendResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRequest Request => request;

    public Task<AppendResult> Task => _outcome.Task;

    public long Bytes { get; } = request.Result.Length + (request.Events.IsDefault ? 0 : request.Events.Sum(one => (long)one.Payload.Length));

    /// <param name="refusal">Why the database refused it; null: it is committed.</param>
    public void Answer(PostgresException? refusal)
    {
        try
        {
            _outcome.TrySetResult(AppendTransaction.Understand(request, refusal));
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }

    public void Fail(Exception error) => _outcome.TrySetException(error);
}
