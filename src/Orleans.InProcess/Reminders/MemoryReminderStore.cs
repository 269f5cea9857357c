using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Keeps reminders as long as the host lives.</summary>
internal sealed class MemoryReminderStore : IReminderStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId, string), ReminderRow> _rows = [];
    private long _version;

    public Task<IReadOnlyList<ReminderRow>> ReadAllAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ReminderRow>>([.. _rows.Values]);
        }
    }

    public Task<ReminderRow> UpsertAsync(ReminderRow row)
    {
        lock (_gate)
        {
            var stored = row with { Version = ++_version };
            _rows[(row.GrainId, row.ReminderName)] = stored;
            return Task.FromResult(stored);
        }
    }

    public Task<bool> RemoveAsync(GrainId grainId, string name, long version)
    {
        lock (_gate)
        {
            return Task.FromResult(_rows.TryGetValue((grainId, name), out var row) && row.Version == version && _rows.Remove((grainId, name)));
        }
    }
}
