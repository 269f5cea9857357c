using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>
/// A batch as one statement. All of it sees the database as of one moment, and writes where the run was active then. The batch is in the order in which every
/// writer writes, so that writers of one run hardly ever wait for each other in a circle.
/// </summary>
internal static class LogStatement
{
    private const string Look = "WITH run AS (SELECT id FROM runs WHERE id = $1 AND NOT deleted)";

    /// <summary>The run itself changes, unless a param has another value already: what is there laid over what is given must leave that as it is.</summary>
    private const string Change = """
        WITH run AS (
            UPDATE runs SET params = params || $2, tags = tags || $3, name = coalesce($4, name)
            WHERE id = $1 AND NOT deleted AND ($2 || params) @> $2 RETURNING id)
        """;

    /// <summary>
    /// A value that is greater than the latest one is in no history yet, which saves the look. The others (a new key, a value that comes late or again) are put where
    /// they belong.
    /// </summary>
    private const string Latest = """
        , given AS MATERIALIZED (SELECT * FROM unnest($5, $6, $7, $8) AS g(key, step, timestamp, value)),
        changed AS (
            UPDATE run_latest_metrics l SET step = g.step, timestamp = g.timestamp, value = g.value FROM run, given g
            WHERE l.run_id = run.id AND l.key = g.key AND (g.step, g.timestamp, g.value) > (l.step, l.timestamp, l.value)
            RETURNING l.key, l.series, l.step, l.timestamp, l.value),
        newer AS (INSERT INTO run_metrics (series, step, timestamp, value) SELECT series, step, timestamp, value FROM changed),
        others AS (
            INSERT INTO run_latest_metrics AS l (run_id, key, step, timestamp, value)
            SELECT run.id, g.key, g.step, g.timestamp, g.value FROM run, given g
            WHERE (SELECT count(*) FROM changed) < cardinality($5) AND NOT EXISTS (SELECT FROM changed c WHERE c.key = g.key)
            ON CONFLICT (run_id, key) DO UPDATE SET
                step = greatest(l.step, excluded.step),
                timestamp = CASE WHEN (excluded.step, excluded.timestamp) > (l.step, l.timestamp) THEN excluded.timestamp ELSE l.timestamp END,
                value = CASE WHEN (excluded.step, excluded.timestamp, excluded.value) > (l.step, l.timestamp, l.value) THEN excluded.value ELSE l.value END
            RETURNING l.key, l.series),
        late AS (
            INSERT INTO run_metrics (series, step, timestamp, value)
            SELECT o.series, g.step, g.timestamp, g.value FROM others o JOIN given g USING (key) ON CONFLICT DO NOTHING)
        """;

    /// <summary>Values of the batch that are not the last ones of their keys.</summary>
    private const string Earlier = """
        , earlier AS (
            INSERT INTO run_metrics (series, step, timestamp, value)
            SELECT s.series, g.step, g.timestamp, g.value
            FROM unnest($9, $10, $11, $12) AS g(key, step, timestamp, value) JOIN (SELECT key, series FROM changed UNION ALL SELECT key, series FROM others) s USING (key)
            ON CONFLICT DO NOTHING)
        """;

    private const string Join = "l.key = g.key";

    /// <summary>A single metric is looked up by its key, not among all of the run.</summary>
    private const string JoinOne = Join + " AND l.key = ($5)[1]";

    // By what is in the batch.
    private static readonly string[] Texts =
    [
        .. Enum.GetValues<Metrics>().Select(metrics => Text(changes: false, metrics)),
        .. Enum.GetValues<Metrics>().Select(metrics => Text(changes: true, metrics)),
    ];

    private enum Metrics
    {
        None,
        One,
        OneOfEachKey,
        Many,
    }

    public static NpgsqlCommand Of(NpgsqlDataSource database, Guid run, RunBatch batch) => Fill(database.CreateCommand(), run, batch);

    public static NpgsqlCommand Of(NpgsqlConnection session, Guid run, RunBatch batch) => Fill(session.CreateCommand(), run, batch);

    private static NpgsqlCommand Fill(NpgsqlCommand command, Guid run, RunBatch batch)
    {
        var metrics = batch.Latest.IsEmpty ? Metrics.None : !batch.Earlier.IsEmpty ? Metrics.Many : batch.Latest.Length > 1 ? Metrics.OneOfEachKey : Metrics.One;
        var changes = !batch.Params.IsEmpty || !batch.Tags.IsEmpty;
        command.CommandText = Texts[(changes ? Texts.Length / 2 : 0) + (int)metrics];
        command.Parameters.Add(ProjectionBatch.Parameter(run));
        if (changes)
        {
            foreach (var value in new object?[] { KeyedTexts.Write(batch.Params), KeyedTexts.Write(batch.Tags), SqlNull.Of(batch.RunName) })
                command.Parameters.Add(ProjectionBatch.Parameter(value));
        }

        if (metrics != Metrics.None)
            Add(command, batch.Latest);
        if (metrics == Metrics.Many)
            Add(command, batch.Earlier);
        return command;
    }

    private static string Text(bool changes, Metrics metrics)
    {
        var sql = (metrics == Metrics.None ? "" : metrics == Metrics.One ? Latest.Replace(Join, JoinOne, StringComparison.Ordinal) : Latest) + (metrics == Metrics.Many ? Earlier : "");
        return (changes ? Change + sql : Look + Shifted(sql)) + " SELECT true FROM run";
    }

    /// <summary>A statement that does not change the run has three parameters less.</summary>
    private static string Shifted(string sql)
    {
        for (var place = 5; place <= 12; place++)
            sql = sql.Replace(FormattableString.Invariant($"${place}"), FormattableString.Invariant($"${place - 3}"), StringComparison.Ordinal);
        return sql;
    }

    private static void Add(NpgsqlCommand command, ImmutableArray<LoggedMetric> metrics)
    {
        var (keys, steps, timestamps, values) = (new string[metrics.Length], new long[metrics.Length], new long[metrics.Length], new double[metrics.Length]);
        for (var i = 0; i < metrics.Length; i++)
            (keys[i], values[i], timestamps[i], steps[i]) = metrics[i];
        foreach (var column in new object[] { keys, steps, timestamps, values })
            command.Parameters.Add(ProjectionBatch.Parameter(column));
    }
}
