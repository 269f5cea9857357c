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

        var replayed = await new ReadModelRebuilder(database.DataSource, projections).RebuildAsync();

        Assert.Equal(versions.Values.Sum(), replayed);
        Assert.Equal(incremental, await database.ScalarAsync<string>(rows));
    }
}
