using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;
using Npgsql;

namespace ModelRegistry.Postgres.Tests.Migrations;

[Collection(PostgresCollection.Name)]
public sealed class SchemaMigratorTests(PostgresFixture postgres)
{
    private static readonly Migration First = new(1, "001_first.sql", "CREATE TABLE first (x int);");
    private static readonly Migration Second = new(2, "002_second.sql", "CREATE TABLE second (x int); INSERT INTO second VALUES (2);");

    [Fact]
    public void All_Embedded_NumbersAreUniqueAndNamesMatch()
    {
        Assert.Equal(Migration.All.Select(one => one.Number).Distinct().Order(), Migration.All.Select(one => one.Number));
        Assert.All(Migration.All, one => Assert.Matches("^[0-9]{3}_[a-z_]+\\.sql$", one.Name));
        Assert.Contains(Migration.All, one => one.Number == 1);
    }

    [Fact]
    public async Task Apply_FromManyHostsAtOnce_AppliesEachStepOnce()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SchemaMigrator.ApplyAsync(database.DataSource, NullLogger.Instance)));

        Assert.Equal(Migration.All.Count, await database.ScalarAsync<long>("SELECT count(*) FROM schema_migrations"));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Apply_LaterStep_AppliesOnlyThat()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await ApplyAsync(database, First);

        await ApplyAsync(database, First, Second);

        Assert.Equal(2, await database.ScalarAsync<int>("SELECT x FROM second"));
    }

    [Fact]
    public async Task Apply_ChangedStep_IsRefusedByName()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await ApplyAsync(database, First);

        var refused = await Assert.ThrowsAsync<SchemaException>(() => ApplyAsync(database, First with { Sql = "CREATE TABLE first (x bigint);" }));

        Assert.Contains("001_first.sql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_NewerDatabase_IsRefusedByName()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await ApplyAsync(database, First, Second);

        var refused = await Assert.ThrowsAsync<SchemaException>(() => ApplyAsync(database, First));

        Assert.Contains("002_second.sql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_FailingStep_LeavesNothingOfItAndKeepsTheOnesBefore()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var broken = new Migration(2, "002_broken.sql", "CREATE TABLE second (x int); SELECT 1 / 0;");

        await Assert.ThrowsAsync<PostgresException>(() => ApplyAsync(database, First, broken));

        Assert.Equal("001_first.sql", await database.ScalarAsync<string>("SELECT string_agg(name, ',') FROM schema_migrations"));
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('second') IS NULL"));
    }

    [Fact]
    public async Task Apply_StepMissingBeforeALaterOne_IsRefusedNamingBoth()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await ApplyAsync(database, Second);

        var refused = await Assert.ThrowsAsync<SchemaException>(() => ApplyAsync(database, First, Second));

        Assert.Contains("002_second.sql but not 001_first.sql", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_KilledInTheMiddleOfAStep_LeavesTheStepsBeforeAndCanGoOn()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var endless = new Migration(2, "002_endless.sql", "CREATE TABLE second (x int); SELECT pg_sleep(600);");
        var dying = ApplyAsync(database, First, endless);
        await using (var killer = postgres.OpenMaintenance())
        {
            await killer.OpenAsync();
            await using var kill = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE '%pg_sleep(600)%' AND state = 'active'", killer);
            kill.Parameters.AddWithValue(new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!);
            while (await kill.ExecuteScalarAsync() is not true)
                Assert.False(dying.IsCompleted);
        }

        // The end of the connection is what is reported, not that its lock could not be given back.
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => dying);
        Assert.True(await database.ScalarAsync<bool>("SELECT to_regclass('second') IS NULL AND to_regclass('first') IS NOT NULL"));
        await ApplyAsync(database, First, Second);
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT x FROM second"));
    }

    [Fact]
    public void Digest_WindowsLineEnds_IsTheSame() =>
        Assert.Equal(new Migration(1, "a", "x\ny\n").Digest, new Migration(1, "a", "x\r\ny\r\n").Digest);

    private static Task ApplyAsync(TestDatabase database, params Migration[] migrations) =>
        SchemaMigrator.ApplyAsync(database.DataSource, migrations, NullLogger.Instance, CancellationToken.None);
}
