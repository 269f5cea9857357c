using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Postgres.Log;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Log;

/// <summary>A log that was written before there were spans.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PredictionSpanMigrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Apply_LogWithoutSpans_IsReadAsBefore()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await SchemaMigrator.ApplyAsync(database.DataSource, [.. Migration.All.Where(step => step.Number < 9)], NullLogger.Instance, CancellationToken.None);
        await database.ExecuteAsync($"""
            INSERT INTO log_writers (host, process_id, last_seq) VALUES ('before', 1, 3000), ('other', 2, 7);
            SELECT make_log_partitions('2026-05-03', '2026-05-05');
            INSERT INTO predictions (prediction_id, model_id, version, role, entity, as_of, unit, score, features, writer, seq, arrived_at)
            SELECT overlay(log_day_floor('2026-05-03'::date + (i / 1400)::int)::text placing lpad(to_hex(w * 10000 + i), 12, '0') from 25)::uuid,
                   CASE WHEN i % 1100 < 3 THEN '{LogTestBase.OtherModel}'::uuid ELSE '{LogTestBase.Model}' END, 1, 0, 'E' || i, now(), 'u', i, ARRAY[i], w, i, now()
            FROM (SELECT 1 AS w, generate_series(1, 3000) AS i UNION ALL SELECT 2, generate_series(1, 7)) rows
            """);

        await SchemaMigrator.ApplyAsync(database.DataSource, NullLogger.Instance);

        Assert.Equal(Rows(other: false), await ReadAsync(database, LogTestBase.Model));
        Assert.Equal(Rows(other: true), await ReadAsync(database, LogTestBase.OtherModel));
        Assert.Equal("2800-3000", await database.ScalarAsync<string>("SELECT min(first_seq) || '-' || max(last_seq) FROM prediction_spans WHERE day = '2026-05-05'"));
    }

    private static IEnumerable<(long Writer, long Sequence)> Rows(bool other) =>
        Enumerable.Range(1, 3000).Select(i => (1L, (long)i)).Concat(Enumerable.Range(1, 7).Select(i => (2L, (long)i))).Where(row => row.Item2 % 1100 < 3 == other);

    private static async Task<List<(long, long)>> ReadAsync(TestDatabase database, Guid model)
    {
        var reader = new PredictionReader(database.DataSource);
        var rows = new List<(long, long)>();
        var page = await reader.ReadAsync(model, LogCursor.Start, 700, default);
        for (; page.Rows.Count > 0; page = await reader.ReadAsync(model, page.Next, 700, default))
            rows.AddRange(page.Rows.Select(row => (row.Writer, row.Sequence)));
        return rows;
    }
}
