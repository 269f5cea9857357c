using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>
/// A batch as one statement: a part for each kind that is in it. All parts see the database as of one moment, and write where the run was active then. The batch is in
/// the order in which every writer writes, so writers of one run do not wait for each other in a circle.
/// </summary>
internal static class LogStatement
{
    public static SqlText Of(Guid run, RunBatch batch)
    {
        var sql = new SqlText();
        if (batch.RunName is { } name)
            sql.Add("WITH run AS (UPDATE runs SET name = ").Value(name).Add(" WHERE id = ").Value(run).Add(" AND NOT deleted RETURNING id)");
        else
            sql.Add("WITH run AS (SELECT id FROM runs WHERE id = ").Value(run).Add(" AND NOT deleted)");
        if (!batch.Params.IsEmpty)
            Params(sql, batch.Params);
        if (!batch.Metrics.IsEmpty)
            Metrics(sql, batch);
        if (!batch.Tags.IsEmpty)
            Tags(sql, batch.Tags);
        return sql.Add(" SELECT true FROM run");
    }

    /// <summary>Another value for a key becomes null, which the column refuses: only who holds the row can tell.</summary>
    private static void Params(SqlText sql, ImmutableArray<KeyedText> given)
    {
        sql.Add(", params AS (INSERT INTO run_params AS p (run_id, key, value) SELECT run.id, g.key, g.value FROM run, ");
        Texts(sql, given);
        sql.Add(" ON CONFLICT (run_id, key) DO UPDATE SET value = NULL WHERE p.value <> excluded.value)");
    }

    private static void Tags(SqlText sql, ImmutableArray<KeyedText> given)
    {
        sql.Add(", tags AS (INSERT INTO run_tags AS t (run_id, key, value) SELECT run.id, g.key, g.value FROM run, ");
        Texts(sql, given);
        sql.Add(" ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value WHERE t.value <> excluded.value)");
    }

    /// <summary>The latest values first, which also tell the series of each key; a value that is not the latest leaves the row as it is.</summary>
    private static void Metrics(SqlText sql, RunBatch batch)
    {
        sql.Add(", latest AS (INSERT INTO run_latest_metrics AS l (run_id, key, step, timestamp, value) SELECT run.id, g.key, g.step, g.timestamp, g.value FROM run, ");
        Values(sql, batch.Latest);
        sql.Add("""
             ON CONFLICT (run_id, key) DO UPDATE SET
                step = greatest(l.step, excluded.step),
                timestamp = CASE WHEN (excluded.step, excluded.timestamp) > (l.step, l.timestamp) THEN excluded.timestamp ELSE l.timestamp END,
                value = CASE WHEN (excluded.step, excluded.timestamp, excluded.value) > (l.step, l.timestamp, l.value) THEN excluded.value ELSE l.value END
                RETURNING l.key, l.series)
            , history AS (INSERT INTO run_metrics (series, step, timestamp, value) SELECT latest.series, g.step, g.timestamp, g.value FROM latest JOIN 
            """);
        Values(sql, batch.Metrics);
        sql.Add(" ON g.key = latest.key ON CONFLICT DO NOTHING)");
    }

    private static void Texts(SqlText sql, ImmutableArray<KeyedText> texts) => sql
        .Add("unnest(").Value(texts.Select(text => text.Key).ToArray())
        .Add(", ").Value(texts.Select(text => text.Value).ToArray())
        .Add(") AS g(key, value)");

    private static void Values(SqlText sql, ImmutableArray<LoggedMetric> metrics) => sql
        .Add("unnest(").Value(metrics.Select(metric => metric.Key).ToArray())
        .Add(", ").Value(metrics.Select(metric => metric.Step).ToArray())
        .Add(", ").Value(metrics.Select(metric => metric.Timestamp).ToArray())
        .Add(", ").Value(metrics.Select(metric => metric.Value).ToArray())
        .Add(") AS g(key, step, timestamp, value)");
}
