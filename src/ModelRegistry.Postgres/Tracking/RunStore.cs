using System.Collections.Immutable;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;
using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Runs in <c>runs</c> and the tables beside it.</summary>
internal sealed class RunStore(NpgsqlDataSource database) : IRunStore
{
    // The experiment's row is shared among those who make runs in it, and who deletes it waits for them. A query in its location stays at the end of the run's.
    private const string Insert = """
        WITH experiment AS MATERIALIZED (SELECT id, coalesce(artifact_location, 'mlflow-artifacts:/' || id) AS location, deleted FROM tracking_experiments WHERE id = $2 FOR SHARE),
        run AS (
            INSERT INTO runs (id, experiment_id, name, user_id, status, start_time, tags, artifact_uri)
            SELECT $1, id, $3, $4, $5, $6, $7,
                   rtrim(split_part(location, '?', 1), '/') || '/' || replace($1::text, '-', '') || '/artifacts' || CASE WHEN strpos(location, '?') > 0 THEN substr(location, strpos(location, '?')) ELSE '' END
            FROM experiment WHERE NOT deleted
            RETURNING artifact_uri)
        SELECT experiment.deleted, run.artifact_uri FROM experiment LEFT JOIN run ON true
        """;

    private const string Update = $"""
        UPDATE runs r SET status = coalesce($2, status), end_time = coalesce($3, end_time), name = coalesce($4, name),
            tags = CASE WHEN $4 IS NULL THEN tags ELSE tags || jsonb_build_object('{TrackingRules.RunNameTag}', $4) END
        WHERE id = $1 AND NOT deleted RETURNING {RunRows.InfoColumns}
        """;

    /// <summary>A batch that is being logged is waited for by a statement of its own, so that the next one sees all of it: its params and its metrics.</summary>
    private const string Await = "SELECT id FROM runs WHERE id = $1 FOR NO KEY UPDATE";

    private const string Nothing = "'{}'";

    /// <summary>What the run has logged is kept beside its end for each version that has yet to take it over: whatever becomes of the run until then, it takes that.</summary>
    private const string End = $"""
        WITH r AS ({Update}, r.params, r.tags),
        ended AS (
            INSERT INTO ended_manifests (model_id, number, params, tags, metric_keys, metric_values, metric_timestamps, metric_steps, models)
            SELECT o.model_id, o.number, r.params, r.tags, coalesce(m.keys, {Nothing}), coalesce(m.values, {Nothing}), coalesce(m.timestamps, {Nothing}), coalesce(m.steps, {Nothing}), coalesce(l.models, {Nothing})
            FROM r JOIN open_manifests o ON o.run_id = r.id LEFT JOIN run_models l ON l.run_id = r.id {RunRows.LatestMetrics}
            ON CONFLICT DO NOTHING)
        SELECT {RunRows.InfoColumns} FROM r
        """;

    public async Task<TrackedRun> CreateAsync(NewRun run, CancellationToken cancellationToken = default)
    {
        var made = await DatabaseErrors.GuardAsync(() => InsertAsync(run, cancellationToken), "creating a run") ?? throw ExperimentStore.Unknown(run.ExperimentId);
        return made.Info.Deleted ? throw ExperimentStore.NotActive(run.ExperimentId) : made;
    }

    public async Task<TrackedRun> GetAsync(Guid id, CancellationToken cancellationToken = default) => await DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {RunRows.Columns} FROM runs r{RunRows.Details} WHERE r.id = $1", id);
            return await command.FirstAsync(RunRows.Read, cancellationToken);
        },
        "reading a run") ?? throw RunId.Unknown(RunId.Text(id));

    public async Task<RunInfo> UpdateAsync(Guid id, RunStatus? status, long? endTime, string? name, CancellationToken cancellationToken = default) => await DatabaseErrors.GuardAsync(
        async () =>
        {
            var word = status is { } given ? RunStatusWords.Of(given) : null;
            await using var batch = database.CreateBatch();
            var writes = new ProjectionBatch(batch);
            writes.Write(Await, id);
            writes.Write(status?.IsEnd() == true ? End : Update, id, SqlNull.Of(word), new SqlNull(endTime, NpgsqlDbType.Bigint), SqlNull.Of(name));
            await using var row = await batch.ExecuteReaderAsync(cancellationToken);
            await row.NextResultAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken) ? RunRows.ReadInfo(row) : null;
        },
        "changing a run") ?? throw await RunRefusal.FindAsync(database, id, cancellationToken);

    public async Task SetDeletedAsync(Guid id, bool deleted, CancellationToken cancellationToken = default)
    {
        var found = await DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.Command("UPDATE runs SET deleted = $2 WHERE id = $1", id, deleted);
                return await command.ExecuteNonQueryAsync(cancellationToken);
            },
            "deleting or restoring a run");
        if (found == 0)
            throw RunId.Unknown(RunId.Text(id));
    }

    public Task<ImmutableArray<LoggedSignature>> ListModelsAsync(Guid id, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT models FROM run_models WHERE run_id = $1", id);
            var found = await command.ListAsync(row => RunModels.Read(row, 0), cancellationToken);
            return found is [var models] ? models : [];
        },
        "reading the models of a run");

    public Task<SearchPage<TrackedRun>> SearchAsync(TrackingSearch search, CancellationToken cancellationToken = default)
    {
        var filter = FilterParser.Parse(search.Filter, SearchFields.Runs);
        var orders = FilterParser.ParseOrders(search.OrderBy.IsDefault ? [] : search.OrderBy, SearchFields.RunOrders);
        // The newest first is the order of the index.
        if (orders is [{ Field.Name: "start_time", Descending: true }])
            orders = [];
        var pages = new PagedSearch(TrackingTargets.Runs, orders, search.Digest, search.PageToken);
        var sql = Statement(search, filter, pages);
        return DatabaseErrors.GuardAsync(() => pages.ReadAsync(database, sql, search.PageSize, RunRows.Read, cancellationToken), "searching runs");
    }

    public Task<SearchPage<LoggedMetric>> HistoryAsync(Guid id, string key, int pageSize, string? pageToken, CancellationToken cancellationToken = default) =>
        new MetricHistory(id, key).ReadAsync(database, pageSize, pageToken, cancellationToken);

    /// <summary>What was logged is read only for the runs of the page.</summary>
    private static SqlText Statement(TrackingSearch search, Filter filter, PagedSearch pages)
    {
        var sql = new SqlText().Add("SELECT ").Add(RunRows.Columns).Add(", r.place FROM (SELECT page.*, row_number() OVER () AS position FROM (SELECT r.*, ");
        pages.Place(sql);
        sql.Add(" AS place FROM runs r WHERE ");
        if (search.Experiments is [var experiment])
            sql.Add("r.experiment_id = ").Value(experiment); // the order of the index holds for one experiment
        else
            sql.Add("r.experiment_id = ANY (").Value(search.Experiments.ToArray()).Add(")");
        sql.Add(" AND ").Add(TrackingTargets.Lifecycle(search.View, "r.deleted")).Add(" AND ");
        SearchSql.Where(sql, TrackingTargets.Runs, filter);
        pages.Page(sql, filter, search.PageSize);
        return sql.Add(") page) r").Add(RunRows.Details).Add(" ORDER BY r.position");
    }

    /// <summary>Null when there is no such experiment; marked as deleted, and not made, when that is.</summary>
    private async Task<TrackedRun?> InsertAsync(NewRun run, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            Insert, run.Id, run.ExperimentId, run.Name, run.UserId, RunStatusWords.Of(RunStatus.Running), run.StartTime, KeyedTexts.Write(run.Tags));
        return await command.FirstAsync(
            row => new TrackedRun
            {
                Info = new()
                {
                    Id = run.Id,
                    ExperimentId = run.ExperimentId,
                    Name = run.Name,
                    UserId = run.UserId,
                    Status = RunStatus.Running,
                    StartTime = run.StartTime,
                    ArtifactUri = row.Text(1) ?? "",
                    Deleted = row.GetBoolean(0),
                },
                Tags = run.Tags,
            },
            cancellationToken);
    }
}
