using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Orleans.Storage;

namespace GrainRuntime.Tests.Semantics;

public sealed class StateTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task State_NeverWritten_IsTheDefaultAndDoesNotExist()
    {
        var grain = _host.Grains.GetGrain<IStateGrain>("fresh");
        Assert.Equal("", (await grain.Read()).Name);
        Assert.False(await grain.Exists());
    }

    [Fact]
    public async Task Write_ThenANewActivation_ReadsEveryKindOfValue()
    {
        var grain = _host.Grains.GetGrain<IStateGrain>("full");
        var written = new Snapshot
        {
            Name = "café \u0000 \ud83d\ude00",
            Value = double.NaN,
            Values = [0.1, -0.0, double.PositiveInfinity],
            Counts = ImmutableDictionary<string, long>.Empty.Add("big", long.MaxValue),
            Days = new Dictionary<string, DayOfWeek>(StringComparer.Ordinal) { ["x"] = DayOfWeek.Friday }.ToFrozenDictionary(StringComparer.Ordinal),
            At = new DateTimeOffset(2018, 2, 5, 16, 0, 0, TimeSpan.FromHours(-5)),
        };
        await grain.Write(written);
        await grain.End();
        var read = await grain.Read();
        Assert.Equal(written.Name, read.Name);
        Assert.True(double.IsNaN(read.Value));
        Assert.Equal(written.Values.Select(BitConverter.DoubleToInt64Bits), read.Values.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(long.MaxValue, read.Counts["big"]);
        Assert.Equal(DayOfWeek.Friday, read.Days["x"]);
        Assert.Equal(written.At, read.At);
        Assert.True(await grain.Exists());
    }

    [Fact]
    public async Task Write_WithADefaultImmutableArray_ReadsAsEmpty()
    {
        var grain = _host.Grains.GetGrain<IStateGrain>("default-array");
        await grain.Write(new Snapshot { Name = "n" });
        await grain.End();
        Assert.True((await grain.Read()).Values.IsDefaultOrEmpty);
    }

    [Fact]
    public async Task Change_NotWritten_IsLostWithTheActivation()
    {
        var grain = _host.Grains.GetGrain<IStateGrain>("lost");
        await grain.Write(new Snapshot { Name = "kept" });
        await grain.Change(new Snapshot { Name = "lost" });
        await grain.End();
        Assert.Equal("kept", (await grain.Read()).Name);
    }

    [Fact]
    public async Task Clear_ThenANewActivation_FindsNothing()
    {
        var grain = _host.Grains.GetGrain<IStateGrain>("clear");
        await grain.Write(new Snapshot { Name = "n" });
        await grain.Clear();
        Assert.False(await grain.Exists());
        Assert.Equal("", (await grain.Read()).Name);
        await grain.Write(new Snapshot { Name = "again" });
        await grain.End();
        Assert.Equal("again", (await grain.Read()).Name);
    }

    [Fact]
    public async Task Write_AfterSomebodyElseWrote_IsAConflictAndEndsTheActivationOnly()
    {
        var grain = _host.Grains.GetGrain<IStateGrain>("conflict");
        var caller = _host.Grains.GetGrain<IStateGrain>("caller");
        await grain.Write(new Snapshot { Name = "mine" });
        var activation = await grain.Activation();
        var callers = await caller.Activation();
        await WriteBehindItsBack(grain, "theirs");

        await Assert.ThrowsAsync<InconsistentStateException>(() => caller.WriteBy(grain, new Snapshot { Name = "mine again" }));

        Assert.Equal("theirs", (await grain.Read()).Name);
        Assert.NotEqual(activation, await grain.Activation());
        Assert.Equal(callers, await caller.Activation());
    }

    private async Task WriteBehindItsBack(IStateGrain grain, string name)
    {
        var storage = _host.Services.GetRequiredKeyedService<IGrainStorage>(TestHost.Storage);
        var stored = new GrainState<Snapshot>();
        await storage.ReadStateAsync("state", grain.GetGrainId(), stored);
        stored.State = new Snapshot { Name = name };
        await storage.WriteStateAsync("state", grain.GetGrainId(), stored);
    }
}
