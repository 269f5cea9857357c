using Npgsql;

namespace ModelRegistry.Postgres.Events;

/// <summary>
/// Writes what is appended at the same time in one transaction. When the database refuses a group, nothing of it was written and each is appended alone: so the
/// outcome of one never depends on its company.
/// </summary>
internal sealed class AppendQueue
{
    public const int Places = 2;
    private const int MostTogether = 64, MostBytesTogether = 1 << 20;

    private readonly AppendTransaction _together;
    private readonly AppendTransaction _alone;
    private readonly string _patience;
    private readonly Gathering<PendingAppend> _gathering;

    /// <param name="together">Writes groups.</param>
    /// <param name="alone">Writes those that a group could not: any number at a time, which may have to wait for locks.</param>
    /// <param name="patience">How long a group waits for a lock, which makes those wait that come later; then each goes on alone, and waits until it has it.</param>
    public AppendQueue(AppendTransaction together, AppendTransaction alone, string patience = "500ms")
    {
        (_together, _alone, _patience) = (together, alone, patience);
        _gathering = new(Places, Take, WriteAsync);
    }

    /// <inheritdoc cref="IEventStore.AppendAsync"/>
    public Task<AppendResult> AppendAsync(AppendRequest request)
    {
        var pending = new PendingAppend(request);
        _gathering.Add(pending);
        return pending.Task;
    }

    /// <summary>Of each stream one, in one order for all who lock streams.</summary>
    private static List<PendingAppend> Take(LinkedList<PendingAppend> waiting)
    {
        var (group, streams, bytes) = (new List<PendingAppend>(), new HashSet<StreamId>(), 0L);
        LinkedListNode<PendingAppend>? next;
        for (var node = waiting.First; node is not null && group.Count < MostTogether && bytes < MostBytesTogether; node = next)
        {
            next = node.Next;
            if (!streams.Add(node.Value.Request.Stream))
                continue;
            group.Add(node.Value);
            bytes += node.Value.Bytes;
            waiting.Remove(node);
        }

        group.Sort((one, other) => one.Request.Stream.Id.CompareTo(other.Request.Stream.Id));
        return group;
    }

    private async Task WriteAsync(IReadOnlyList<PendingAppend> group)
    {
        try
        {
            var refusal = await _together.TryAsync([.. group.Select(one => one.Request)], _patience);
            var alone = refusal is not null && (group.Count > 1 || refusal.SqlState == PostgresErrorCodes.LockNotAvailable);
            foreach (var one in group)
            {
                if (alone)
                    _ = WriteAloneAsync(one);
                else
                    one.Answer(refusal);
            }
        }
        catch (Exception error)
        {
            foreach (var one in group)
                one.Fail(error);
        }
    }

    private async Task WriteAloneAsync(PendingAppend one)
    {
        try
        {
            one.Answer(await _alone.TryAsync([one.Request], patience: null));
        }
        catch (Exception error)
        {
            one.Fail(error);
        }
    }
}
