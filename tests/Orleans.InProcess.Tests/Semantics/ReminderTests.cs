using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Reminders;

namespace GrainRuntime.Tests.Semantics;

public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private TestHost _host = null!;

    private IReminderGrain Grain => _host.Grains.GetGrain<IReminderGrain>("r");

    public async Task InitializeAsync()
        => _host = await TestHost.StartAsync(silo => silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, _time));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Reminder_WakesTheGrainAtEachOfItsTimes()
    {
        await Grain.Set("wake", Minute, Minute);
        await Grain.End();
        _time.Advance(Minute);
        await _host.Board.Signalled("wake at 09:31:00");
        await _time.ArmedWithin(Minute);
        _time.Advance(Minute);
        await _host.Board.Signalled("wake at 09:32:00");
        Assert.Equal(["wake 09:31:00", "wake 09:32:00"], _host.Board.Notes);
    }

    [Fact]
    public async Task Period_UnderAMinute_IsRefused()
        => await Assert.ThrowsAsync<ArgumentException>(() => Grain.Set("fast", Minute, TimeSpan.FromSeconds(59)));

    [Fact]
    public async Task Unset_EndsTheReminder()
    {
        await Grain.Set("a", Minute, Minute);
        await Grain.Set("b", Minute, Minute);
        await Grain.Unset("a");
        Assert.Equal(1, await Grain.Count());
        _time.Advance(Minute);
        await _host.Board.Signalled("b at 09:31:00");
        Assert.Equal(["b 09:31:00"], _host.Board.Notes);
    }

    [Fact]
    public async Task Set_Again_ReplacesTheTime()
    {
        await Grain.Set("a", Minute, Minute);
        await Grain.Set("a", 3 * Minute, Minute);
        Assert.Equal(1, await Grain.Count());
        _time.Advance(3 * Minute);
        await _host.Board.Signalled("a at 09:33:00");
        Assert.Equal(["a 09:33:00"], _host.Board.Notes);
    }
}
