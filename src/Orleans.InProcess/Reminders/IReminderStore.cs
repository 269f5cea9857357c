using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>Where reminders outlive their grains.</summary>
internal interface IReminderStore
{
    Task<IReadOnlyList<ReminderRow>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces; answers with the row as stored, of a new version.</summary>
    Task<ReminderRow> UpsertAsync(ReminderRow row);

    /// <returns>False when there is no such row of this version.</returns>
    Task<bool> RemoveAsync(GrainId grainId, string name, long version);
}
