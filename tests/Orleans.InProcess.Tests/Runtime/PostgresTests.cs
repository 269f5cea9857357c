using GrainRuntime.Tests.Hosting;
using GrainRuntime.Tests.Semantics.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelRegistry.Tests.Shared;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Storage;

namespace GrainRuntime.Tests.Runtime;

[Collection(PostgresCollection.Name)]
public sealed class PostgresTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.CreateEmptyDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task State_OutlivesTheHost()
    {
        await using (var first = await StartAsync())
        {
            await first.GetGrain<IStateGrain>("s").Write(new Snapshot { Name = "kept", Value = double.NegativeInfinity, Values = [double.NaN, 1e300] });
        }

        await using var second = await StartAsync();
        var read = await second.GetGrain<IStateGrain>("s").Read();
        Assert.Equal("kept", read.Name);
        Assert.Equal(double.NegativeInfinity, read.Value);
        Assert.True(double.IsNaN(read.Values[0]));
        Assert.Equal(1e300, read.Values[1]);
        Assert.Equal("1", await second.GetGrain<IStateGrain>("s").Etag());
    }

    [Fact]
    public async Task Write_OnAnOldVersion_IsAConflictThatNamesBoth()
    {
        await using var host = await StartAsync();
        var grain = host.GetGrain<IStateGrain>("c");
        await grain.Write(new Snapshot { Name = "one" });
        await _database.ExecuteAsync("UPDATE orleans.grain_state SET etag = etag + 1, payload = '{\"name\": \"theirs\"}'");
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write(new Snapshot { Name = "two" }));
        Assert.Equal("State \"state\" of state/c has version 2 in the store; this activation knows 1.", error.Message);
        Assert.Equal("theirs", (await grain.Read()).Name);
    }

    [Fact]
    public async Task Write_FirstByTwo_IsAConflictForTheSecond()
    {
        await using var host = await StartAsync();
        var grain = host.GetGrain<IStateGrain>("f");
        Assert.False(await grain.Exists());
        await _database.ExecuteAsync(
            "INSERT INTO orleans.grain_state (storage, state_name, grain_id, etag, payload) VALUES ('states', 'state', 'state/f', 1, '{\"name\": \"first\"}')");
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write(new Snapshot { Name = "second" }));
        Assert.Equal("first", (await grain.Read()).Name);
    }

    [Fact]
    public async Task Clear_KeepsTheVersionSoThatAStaleWriterIsFoundOut()
    {
        await using var host = await StartAsync();
        var grain = host.GetGrain<IStateGrain>("cl");
        await grain.Write(new Snapshot { Name = "one" });
        await grain.Clear();
        Assert.False(await grain.Exists());
        Assert.Equal("2", await grain.Etag());
        await grain.Write(new Snapshot { Name = "two" });
        Assert.Equal("3", await grain.Etag());
    }

    [Fact]
    public async Task Read_OfWhatIsNoState_NamesTheGrainAndTheState()
    {
        await using var host = await StartAsync();
        await _database.ExecuteAsync(
            "INSERT INTO orleans.grain_state (storage, state_name, grain_id, etag, payload) VALUES ('states', 'state', 'state/bad', 1, '{\"values\": 7}')");
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => host.GetGrain<IStateGrain>("bad").Read());
        Assert.Contains("State \"state\" of state/bad", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondHost_OnTheSameDatabase_IsRefusedAndToldTheFirst()
    {
        await using var first = await StartAsync();
        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(async () => await (await StartAsync()).DisposeAsync());
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}, started ", error.Message, StringComparison.Ordinal);
        Assert.Equal("alive", await first.GetGrain<ITurnGrain>("alive").Key());
    }

    [Fact]
    public async Task SecondHost_AfterTheFirstHasStopped_Starts()
    {
        await (await StartAsync()).DisposeAsync();
        await using var second = await StartAsync();
        Assert.Equal("k", await second.GetGrain<ITurnGrain>("k").Key());
    }

    [Fact]
    public async Task LostLock_TakenByAnotherHost_StopsThisOne()
    {
        var time = new ManualTime();
        await using var host = await StartAsync(services => services.AddSingleton<TimeProvider>(time));
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => stopping.SetResult());
        await using var thief = new Npgsql.NpgsqlConnection(_database.ConnectionString);
        await thief.OpenAsync();
        await using (var kill = new Npgsql.NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            thief))
        {
            await kill.ExecuteNonQueryAsync();
        }

        await using (var take = new Npgsql.NpgsqlCommand($"SELECT pg_advisory_lock({Orleans.InProcess.PostgresSchema.HostLock})", thief))
        {
            await take.ExecuteNonQueryAsync();
        }

        while (!stopping.Task.IsCompleted)
        {
            await time.ArmedWithin(TimeSpan.FromSeconds(5));
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Reminder_MissedWhileNoHostRan_ComesAtItsNextTimeOnly()
    {
        var time = new ManualTime();
        var minute = TimeSpan.FromMinutes(1);
        await using (var first = await StartAsync(Clock))
        {
            await first.GetGrain<IReminderGrain>("r").Set("wake", minute, 2 * minute);
        }

        time.Advance(6 * minute);
        await using var second = await StartAsync(Clock);
        Assert.Equal(1, await second.GetGrain<IReminderGrain>("r").Count());
        time.Advance(minute);
        await second.Board.Signalled("wake at 09:37:00");
        Assert.Equal(["wake 09:37:00"], second.Board.Notes);
        await second.GetGrain<IReminderGrain>("r").Unset("wake");
        Assert.Equal(0L, await _database.ScalarAsync<long>("SELECT count(*) FROM orleans.reminder"));

        void Clock(IServiceCollection services) => services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, time);
    }

    private async Task<PostgresHost> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<Board>();
        configure?.Invoke(builder.Services);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().UsePostgres(_database.ConnectionString).AddMemoryStreams(TestHost.Streams));
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new PostgresHost(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
