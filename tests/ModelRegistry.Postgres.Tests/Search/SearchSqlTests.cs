using System.Text.RegularExpressions;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tests.Search;
using ModelRegistry.Postgres.Search;
using ModelRegistry.Postgres.Tracking;
using ModelRegistry.Tests.Shared;

namespace ModelRegistry.Postgres.Tests.Search;

[Collection(PostgresCollection.Name)]
public sealed partial class SearchSqlTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Where_WhateverTheFilterSays_IsMadeOfOurWordsOnlyAndRuns()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (mutations, run) = (new FilterMutations(seed: 11), 0);
        for (var i = 0; i < 5_000; i++)
        {
            if (Read(mutations.Next()) is not { } filter)
                continue;
            var sql = new SqlText().Add("SELECT FROM model_versions v JOIN models m ON m.id = v.model_id WHERE ");
            SearchSql.Where(sql, SearchTarget.Versions, filter);
            Assert.Matches(Ours(), sql.Sql);
            await using var command = sql.Add(" LIMIT 0").ToCommand(database.DataSource);
            await command.ExecuteNonQueryAsync();
            run++;
        }

        Assert.InRange(run, 50, 5_000);
    }

    [Fact]
    public async Task Find_ByTag_IsAnsweredByTheIndex()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync("SET enable_seqscan = off; ALTER DATABASE " + await database.ScalarAsync<string>("SELECT current_database()") + " SET enable_seqscan = off");
        var sql = new SqlText().Add("EXPLAIN SELECT FROM model_versions v WHERE ");
        SearchSql.Where(sql, SearchTarget.Versions, FilterParser.Parse("tags.team = 'alpha' AND metrics.ic > 0.1", SearchFields.Versions));
        database.DataSource.Clear();
        await using var command = sql.ToCommand(database.DataSource);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(0));
        Assert.Contains("model_versions_by_tag", string.Join('\n', plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_WhateverTheFilterOfRunsSays_IsMadeOfOurWordsOnlyAndRuns()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (mutations, run) = (new FilterMutations(seed: 12, FilterMutations.OfRuns), 0);
        for (var i = 0; i < 5_000; i++)
        {
            if (Read(mutations.Next(), SearchFields.Runs) is not { } filter)
                continue;
            var sql = new SqlText().Add("SELECT FROM runs r WHERE ");
            SearchSql.Where(sql, TrackingTargets.Runs, filter);
            Assert.Matches(OursForRuns(), sql.Sql);
            await using var command = sql.Add(" LIMIT 0").ToCommand(database.DataSource);
            await command.ExecuteNonQueryAsync();
            run++;
        }

        Assert.InRange(run, 50, 5_000);
    }

    private static Filter? Read(string text, SearchFields? fields = null)
    {
        try
        {
            return FilterParser.Parse(text, fields ?? SearchFields.Versions);
        }
        catch (FilterException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\ASELECT FROM runs r WHERE (?:\(true|[()]|[rmi]\.[a-z_]+|->>|@>|::(?:text|float8)|replace\(r\.id::text, '-', ''\)|'Infinity'::float8|'mlflow\.data\.context'|EXISTS \(SELECT FROM (?:run_latest_metrics m|run_inputs i) WHERE|\$[0-9]+|<=|>=|<>|[<>=]| LIKE | ILIKE |ANY |NOT | AND | )+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OursForRuns();

    [GeneratedRegex(@"\ASELECT FROM model_versions v JOIN models m ON m\.id = v\.model_id WHERE (?:\(true|[()]|[vm]\.[a-z_]+|->>|@>|::(?:text|float8|int\[\])|string_to_array\(v\.semantic_version, '\.'\)|'Infinity'::float8|\$[0-9]+|<=|>=|<>|[<>=]| LIKE | ILIKE |ANY |NOT | AND | OR | )+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ours();
}
