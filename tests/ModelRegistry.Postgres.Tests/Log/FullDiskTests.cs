using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>The database has no room left: callers are held back as the policy says, the error is told, and all goes on when there is room again.</summary>
public sealed class FullDiskTests(PostgresFixture postgres) : LogTestBase(postgres)
{
    [SmallDiskTheory]
    [InlineData(FullBufferPolicy.Reject)]
    [InlineData(FullBufferPolicy.Wait)]
    [InlineData(FullBufferPolicy.Serve)]
    public async Task Write_DataDiskFull_HoldsBackByPolicyAndGoesOnWhenThereIsRoom(FullBufferPolicy policy)
    {
        var tablespace = $"small_disk_{(int)policy}";
        await using var disk = await MountAsync(Path.Combine(Path.GetTempPath(), $"mr-{tablespace}-{Environment.ProcessId}"), megabytes: 8);
        await Database.ExecuteAsync($"CREATE TABLESPACE {tablespace} LOCATION '{disk.Path}'");
        await using var database = NpgsqlDataSource.Create($"{Database.ConnectionString};Options=-c default_tablespace={tablespace}");
        var ears = new LogEars();
        var log = await StartLogAsync(
            options => (options.PartitionDaysAhead, options.Capacity, options.BatchRows, options.WhenFull) = (1, 100, 50, policy), database, logger: ears);
        disk.Fill(kilobytesLeft: 200);
        var full = ears.Next(e => e is PostgresException { SqlState: PostgresErrorCodes.DiskFull });

        var sent = new List<PredictionRow>();
        var taken = new List<Task>();
        while (!full.IsCompleted)
        {
            sent.AddRange(Large(50));
            taken.Add(await log.WriteAsync(sent[^50..]));
            await Task.WhenAny(taken[^1], full);
        }

        Assert.False(taken[^1].IsCompleted);
        sent.AddRange(Large(50));
        taken.Add(await log.WriteAsync(sent[^50..]));
        var held = log.WriteAsync(Large(1)).AsTask();
        if (policy == FullBufferPolicy.Wait)
            Assert.False(held.IsCompleted);
        else
            Assert.Equal(policy == FullBufferPolicy.Serve, (await Assert.ThrowsAsync<LogFullException>(() => held)).MayServe);
        disk.Empty();
        await Task.WhenAll(taken);
        if (policy == FullBufferPolicy.Wait)
            await await held;

        Assert.Equal(sent.Count + (policy == FullBufferPolicy.Wait ? 1 : 0), (await StoredAsync()).Count);
        await AssertAgreeAsync(sent.Select(row => row.PredictionId), (await StoredAsync()).Select(row => row.Id));
        await log.StopAsync(CancellationToken.None);
        await database.DisposeAsync();
        await DropTablespaceAsync(tablespace);
    }

    [SmallDiskFact]
    public async Task Write_DiskOfTheWriteAheadLogFull_OutlivesTheServersCrashesAndLosesNothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"mr-wal-{Environment.ProcessId}");
        var options = new EmbeddedPostgresOptions { DataDirectory = folder, SharedBuffersMegabytes = 64 };
        await (await EmbeddedPostgres.StartAsync(options, NullLogger.Instance)).DisposeAsync();
        await using var disk = await MoveWalAsync(Path.Combine(folder, "pgdata", "pg_wal"));
        await using (var server = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance))
        {
            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            await SchemaMigrator.ApplyAsync(database, NullLogger.Instance);
            var ears = new LogEars();
            await using var log = await StartLogAsync(options => options.BatchRows = 500, database, logger: ears);
            var sent = new List<PredictionRow>(Large(500));
            var taken = await log.WriteAsync(sent);
            await taken;
            disk.Fill(kilobytesLeft: 1024);
            var crashed = ears.Next(_ => true);
            await BeginNextSegmentAsync(database);

            while (!crashed.IsCompleted)
            {
                sent.AddRange(Large(500));
                taken = await log.WriteAsync(sent[^500..]);
                await Task.WhenAny(taken, crashed);
            }

            disk.Empty();
            await taken;
            await AssertAgreeAsync(sent, database);
            await log.StopAsync(CancellationToken.None);
        }

        await disk.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private PredictionRow[] Large(int count) => [.. Rows(count).Select(row => row with { Features = [.. Enumerable.Range(0, 300).Select(i => (float)i)] })];

    /// <summary>So that not a whole one has to be filled. There may be no room for it, then the server crashes here already.</summary>
    private static async Task BeginNextSegmentAsync(NpgsqlDataSource database)
    {
        try
        {
            await using var next = database.CreateCommand("SELECT pg_switch_wal()");
            await next.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The writer will hear of it as well.
        }
    }

    private async Task DropTablespaceAsync(string tablespace)
    {
        await Database.ExecuteAsync("DROP TABLE predictions, outcomes CASCADE");
        await Database.ExecuteAsync($"DROP TABLESPACE {tablespace}");
    }

    /// <summary>One that belongs to the user whom PostgreSQL runs as.</summary>
    private static async Task<SmallDisk> MountAsync(string path, int megabytes)
    {
        var disk = await SmallDisk.MountAsync(path, megabytes);
        await (await ServerUser.ChooseAsync(path, CancellationToken.None)).OwnAsync(path, CancellationToken.None);
        return disk;
    }

    /// <summary>Puts the write-ahead log of a stopped server on a disk of its own, under the same path.</summary>
    private static async Task<SmallDisk> MoveWalAsync(string wal)
    {
        Directory.Move(wal, wal + ".before");
        var disk = await MountAsync(wal, megabytes: 40);
        await ServerCommand.MustAsync(["/usr/bin/env", "cp", "-a", wal + ".before/.", wal], "moving the write-ahead log", CancellationToken.None);
        return disk;
    }
}
