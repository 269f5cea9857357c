using ModelRegistry.Postgres.Events;
using ModelRegistry.Tests.Shared;
using static ModelRegistry.Postgres.Tests.Events.Requests;

namespace ModelRegistry.Postgres.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class ReadModelRebuilderTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rebuild_AfterRandomAppends_EqualsTheRowsWrittenOnTheWay()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await NotesProjection.CreateTableAsync(database);
        IProjection[] projections = [new NotesProjection()];
        var store = new EventStore(database.DataSource, projections);
        var random = new Random(1);
        var versions = new Dictionary<int, long>();
        for (var command = 1; command <= 60; command++)
        {
            var (stream, count) = (random.Next(1, 5), random.Next(1, 5));
            var version = versions.GetValueOrDefault(stream);
            await store.AppendAsync(Append(Stream(stream), version, command, Enumerable.Range(0, count).Select(number => Event($"{stream}.{version + number}"))));
            versions[stream] = version + count;
        }

        const string rows = "SELECT string_agg(stream || '/' || version || '/' || name, ',' ORDER BY stream, version) FROM notes";
        var incremental = await database.ScalarAsync<string>(rows);
        await database.ExecuteAsync("UPDATE notes SET name = name || '!'; INSERT INTO notes VALUES (gen_random_uuid(), 1, 'stray')");

        var told = new List<RebuildReport>();
        var done = await new ReadModelRebuilder(database.DataSource, projections).RebuildAsync(report =>
        {
            told.Add(report);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(new RebuildReport(versions.Count, versions.Values.Sum(), versions.Values.Sum()), done);
        Assert.Equal((versions.Count + 1, 0L, done), (told.Count, told[0].Events, told[^1]));
        Assert.Equal(incremental, await database.ScalarAsync<string>(rows));
    }

    [Theory]
    [InlineData(499, 2)]
    [InlineData(3, 1_200)]
    public async Task Rebuild_CommandThatStraddlesAPage_IsReplayedAsOne(int first, int second)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await NotesProjection.CreateTableAsync(database);
        IProjection[] projections = [new NotesProjection()];
        var store = new EventStore(database.DataSource, projections);
        await store.AppendAsync(Append(Stream(), 0, 1, Enumerable.Range(1, first).Select(number => Event($"a{number}"))));
        await store.AppendAsync(Append(Stream(), first, 2, Enumerable.Range(1, second).Select(number => Event($"b{number}"))));
        await store.AppendAsync(Append(Stream(), first + second, 3, Event("c")));
        const string rows = "SELECT md5(string_agg(version || '/' || name, ',' ORDER BY version)) FROM notes";
        var incremental = await database.ScalarAsync<string>(rows);

        await new ReadModelRebuilder(database.DataSource, projections).RebuildAsync();

        Assert.Equal(incremental, await database.ScalarAsync<string>(rows));
    }
}
