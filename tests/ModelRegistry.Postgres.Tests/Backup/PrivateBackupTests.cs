using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Backup;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Tests.Embedded;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Backup;

public sealed class PrivateBackupTests(InitialisedFolder initialised) : IClassFixture<InitialisedFolder>, IDisposable
{
    private static readonly BackedUpRegistry.Told Unheard = new(_ => { });
    private readonly string _root = MakeRoot();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task WriteAndRestore_PrivatePostgres_RunningThenStopped_GiveTheSameRegistry()
    {
        await initialised.CopyAsync(In("data"));
        var before = await UseAsync("data", async server =>
        {
            await SchemaMigrator.ApplyAsync(server, NullLogger.Instance);
            await using var fill = server.CreateCommand("CREATE SCHEMA orleans; CREATE TABLE orleans.reminder AS SELECT i AS x, repeat('ü', 10) AS y FROM generate_series(1, 1000) i");
            await fill.ExecuteNonQueryAsync();
            await BackUpAsync("running.tar");
            return await DatabaseContents.ReadAsync(server);
        });
        await BackUpAsync("stopped.tar");
        Assert.False(File.Exists(In("data/pgdata/postmaster.pid")));

        foreach (var backup in new[] { "running", "stopped" })
        {
            await RegistryRestore.RunAsync(In($"{backup}.tar"), Place(backup), Unheard);
            Assert.Contains("database system is shut down", await File.ReadAllTextAsync(In($"{backup}/pgdata/server.log")), StringComparison.Ordinal);
            DatabaseContents.MustEqual(before, await UseAsync(backup, DatabaseContents.ReadAsync));
        }
    }

    [Fact]
    public async Task Restore_AfterOneThatWasKilledWithItsServerRunning_EndsThatAndBeginsAnew()
    {
        await initialised.CopyAsync(In("data"));
        await UseAsync("data", async server =>
        {
            await SchemaMigrator.ApplyAsync(server, NullLogger.Instance);
            return 0;
        });
        await BackUpAsync("good.tar");
        var killed = await EmbeddedPostgres.StartAsync(Options("data"), NullLogger.Instance);
        killed.AbandonAsIfKilled();
        RestoreMarker.Set(In("data"));
        var refused = await Assert.ThrowsAsync<BackupException>(() => BackUpAsync("another.tar"));
        Assert.Contains("has not come to its end", refused.Message, StringComparison.Ordinal);

        await RegistryRestore.RunAsync(In("good.tar"), Place("data"), Unheard);

        Assert.False(File.Exists($"/proc/{killed.ProcessId}/cmdline") && (await File.ReadAllTextAsync($"/proc/{killed.ProcessId}/cmdline")).Length > 0);
        Assert.Equal(Migration.All.Count, await UseAsync("data", async server =>
        {
            await using var count = server.CreateCommand("SELECT count(*)::int FROM schema_migrations");
            return (int)(await count.ExecuteScalarAsync())!;
        }));
    }

    [Fact]
    public async Task Write_FolderWithoutARegistry_IsRefusedAndNotMade()
    {
        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => BackUpAsync("none.tar"));

        Assert.Contains($"no registry in {In("data")}", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("data")));
    }

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("mr-private-").FullName;
        InitialisedFolder.Open(root);
        return root;
    }

    private string In(string name) => Path.Combine(_root, name);

    private RegistryPlace Place(string folder) => new() { DataDirectory = In(folder) };

    private EmbeddedPostgresOptions Options(string folder) => new() { DataDirectory = In(folder), Durable = false, SharedBuffersMegabytes = 16 };

    private Task BackUpAsync(string file) => RegistryBackup.WriteAsync(Place("data"), In(file), Unheard, NullLogger.Instance);

    private async Task<T> UseAsync<T>(string folder, Func<NpgsqlDataSource, Task<T>> use)
    {
        await using var server = await EmbeddedPostgres.StartAsync(Options(folder), NullLogger.Instance);
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        return await use(source);
    }
}
