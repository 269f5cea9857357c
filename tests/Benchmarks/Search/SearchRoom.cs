using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tests.Search;
using ModelRegistry.Postgres;
using ModelRegistry.Postgres.Embedded;
using ModelRegistry.Postgres.Migrations;
using ModelRegistry.Postgres.Search;
using Npgsql;

namespace Benchmarks.Search;

/// <summary>
/// Searches over 100,000 versions of 5,000 models, and a million mutated filters that are read or refused. <c>MODELREG_FUZZ</c> sets another number of these,
/// <c>MODELREG_SEED</c> another seed.
/// </summary>
internal static class SearchRoom
{
    private const int Searches = 1_000;

    // The code of the host is compiled for speed while it runs.
    private const int WarmUp = 200;

    public static async Task RunAsync(CancellationToken cancellation)
    {
        Fuzz(cancellation);
        using var folder = new ScratchFolder();
        await using var server = await EmbeddedPostgres.StartAsync(new() { DataDirectory = folder.PathOf("data") }, NullLogger.Instance, cancellation);
        await using var services = new ServiceCollection().AddModelRegistryPostgres(server.ConnectionString, folder.PathOf("data")).BuildServiceProvider();
        var database = services.GetRequiredService<NpgsqlDataSource>();
        await SchemaMigrator.ApplyAsync(database, NullLogger.Instance, cancellation);
        await FillAsync(database, cancellation);
        var search = services.GetRequiredService<IRegistrySearch>();
        await MeasureAsync(search, "a tag of 1 % and a metric, first 100", i => $"tags.team = 'team-{i % 100}' AND metrics.rank_ic > 0.02", "", cancellation);
        await MeasureAsync(search, "a tag of 1 % and a metric, the best 100", i => $"tags.team = 'team-{i % 100}' AND metrics.rank_ic > 0.02", "metrics.rank_ic DESC", cancellation);
        await MeasureAsync(search, "a tag of 0.02 % and a metric", i => $"tags.desk = 'desk-{i % 5000}' AND metrics.rank_ic > 0.02", "", cancellation);
    }

    private static void Fuzz(CancellationToken cancellation)
    {
        var (count, seed) = (Number("MODELREG_FUZZ", 1_000_000), Number("MODELREG_SEED", 1));
        var (mutations, read, began) = (new FilterMutations(seed), 0, Stopwatch.GetTimestamp());
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var text = mutations.Next();
            try
            {
                var sql = new SqlText();
                SearchSql.Where(sql, SearchTarget.Versions, FilterParser.Parse(text, SearchFields.Versions));
                if (sql.Sql.Replace(", '.')", "", StringComparison.Ordinal).Replace("'Infinity'", "", StringComparison.Ordinal).AsSpan().IndexOfAny('\'', ';', '"') >= 0)
                    throw new InvalidOperationException($"a filter has come into the text of the statement: {text}");
                read++;
            }
            catch (FilterException wrong) when (wrong.Position >= 1 && wrong.Position <= text.Length + 1)
            {
                // Refused, with a place in it: as it should be.
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:n0} mutated filters, seed {seed}: {read:n0} read, the others refused with a position, in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private static async Task FillAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO models (id, name, lifecycle, tags, revision, created_at, created_by, updated_at)
            SELECT gen_random_uuid(), 'model-' || i, 'Governed', '{}', 21, now(), 'benchmark', now() FROM generate_series(1, 5000) i;
            INSERT INTO model_versions (
                model_id, number, semantic_version, bump_reason, stage, governed, flavor, artifact_digest, artifact_size, type, params, metrics, tags, signature, manifest,
                manifest_digest, inputs, drill, created_at, created_by, updated_at)
            SELECT m.id, n, '1.0.' || n, 'benchmark', CASE n WHEN 20 THEN 'Production' ELSE 'Archived' END, true, 'xgboost', encode(sha256((m.name || n)::bytea), 'hex'), 300000, 'ranking',
                jsonb_build_object('depth', (2 + r % 8)::text, 'eta', '0.1', 'rounds', '150', 'lambda', '1', 'subsample', '0.8'),
                jsonb_build_object('rank_ic', (r % 1000) / 20000.0, 'icir', 0.3, 'sharpe', 1.2, 'max_drawdown', -0.2, 'hit_rate', 0.51),
                jsonb_build_object('team', 'team-' || (r % 100), 'desk', 'desk-' || (r % 5000), 'market', 'eu'),
                (SELECT jsonb_build_object('inputs', jsonb_agg(jsonb_build_object('name', 'feature_' || f, 'type', 'double')), 'outputs', '[]'::jsonb) FROM generate_series(1, 18) f),
                jsonb_build_object('featureGraphHash', repeat('a', 64), 'datasetHash', repeat('b', 64), 'samples', 470000),
                repeat('c', 64), ARRAY(SELECT 'feature_' || f FROM generate_series(1, 18) f), false, now(), 'benchmark', now()
            FROM models m CROSS JOIN generate_series(1, 20) n CROSS JOIN LATERAL (SELECT (hashtext(m.name || n)::bigint + 2147483648) AS r) AS random;
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
        await using var vacuum = database.CreateCommand("VACUUM ANALYZE");
        await vacuum.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task MeasureAsync(IRegistrySearch search, string what, Func<int, string> filter, string orderBy, CancellationToken cancellation)
    {
        var (times, found) = (new double[Searches], 0L);
        for (var i = -WarmUp; i < Searches; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var page = await search.FindVersionsAsync(new SearchRequest { Filter = filter(i + WarmUp), OrderBy = orderBy, PageSize = 100 }, cancellation);
            if (i < 0)
                continue;
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            found += page.Rows.Count;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-42} {found / (double)Searches,6:0.0} rows   p50 {times[Searches / 2],6:0.00} ms   p99 {times[Searches * 99 / 100],6:0.00} ms   worst {times[^1],6:0.00} ms"));
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
