using System.Globalization;
using GrainRuntime.Tests.Hosting;

namespace GrainRuntime.Tests.Semantics.Grains;

internal sealed class ReminderGrain(Board board) : Grain, IReminderGrain
{
    public Task Set(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task Unset(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<int> Count() => (await this.GetReminders()).Count;

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var at = status.CurrentTickTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        board.Note($"{reminderName} {at}");
        board.Signal($"{reminderName} at {at}");
        return Task.CompletedTask;
    }
}
