using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.InProcess;

/// <summary>Wakes grains at the times they asked for. The store is the truth; one ticker runs for each of its rows.</summary>
internal sealed class ReminderService(
    IReminderStore store, GrainCatalog catalog, IGrainFactory grains, IOptions<ReminderOptions> options, IServiceProvider services) : IReminderRegistry, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId, string), ReminderTicker> _tickers = [];
    private bool _stopped;

    /// <summary>The reminders' own clock where one is registered under this name, else the host's.</summary>
    public TimeProvider TimeProvider { get; } = RuntimeTime.For(services, Orleans.Reminders.ReminderTimeProviderNames.Reminders);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var row in await store.ReadAllAsync(cancellationToken))
        {
            Run(row);
        }
    }

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        var minimum = options.Value.MinimumReminderPeriod;
        if (period < minimum || period <= TimeSpan.Zero)
        {
            throw new ArgumentException($"Reminder \"{reminderName}\" of {callingGrainId} has a period of {period}; the shortest allowed is {minimum}.", nameof(period));
        }

        var row = await store.UpsertAsync(new ReminderRow(callingGrainId, reminderName, TimeProvider.GetUtcNow() + dueTime, period, Version: 0));
        Run(row);
        return row;
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        var version = reminder is ReminderRow row ? row.Version : -1;
        if (!await store.RemoveAsync(callingGrainId, reminder.ReminderName, version))
        {
            throw new ReminderException($"Reminder \"{reminder.ReminderName}\" of {callingGrainId} was changed or removed since it was read; read it again.");
        }

        lock (_gate)
        {
            if (_tickers.TryGetValue((callingGrainId, reminder.ReminderName), out var ticker) && ticker.Row.Version == version)
            {
                _tickers.Remove((callingGrainId, reminder.ReminderName));
                ticker.Dispose();
            }
        }
    }

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        lock (_gate)
        {
            return Task.FromResult<IGrainReminder?>(_tickers.GetValueOrDefault((callingGrainId, reminderName))?.Row);
        }
    }

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId)
    {
        lock (_gate)
        {
            return Task.FromResult<List<IGrainReminder>>([.. _tickers.Values.Where(t => t.Row.GrainId == callingGrainId).Select(t => t.Row)]);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var ticker in _tickers.Values)
            {
                ticker.Dispose();
            }

            _tickers.Clear();
        }
    }

    private void Run(ReminderRow row)
    {
        lock (_gate)
        {
            var key = (row.GrainId, row.ReminderName);
            if (_stopped || (_tickers.TryGetValue(key, out var present) && present.Row.Version > row.Version))
            {
                return;
            }

            _tickers.Remove(key, out var old);
            old?.Dispose();
            _tickers.Add(key, new ReminderTicker(row, TimeProvider, TickAsync));
        }
    }

    private async Task TickAsync(ReminderRow row)
    {
        try
        {
            var status = new TickStatus(row.StartAt.UtcDateTime, row.Period, TimeProvider.GetUtcNow().UtcDateTime);
            await grains.GetGrain<IRemindable>(row.GrainId).ReceiveReminder(row.ReminderName, status);
        }
        catch (SiloUnavailableException)
        {
            // The host stops; the row stays.
        }
        catch (Exception exception)
        {
            catalog.Log.ReminderFailed(exception, row.ReminderName, row.GrainId);
        }
    }
}
