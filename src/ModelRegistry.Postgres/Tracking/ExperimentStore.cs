using System.Text.Json;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Experiments in <c>tracking_experiments</c>.</summary>
internal sealed class ExperimentStore(NpgsqlDataSource database, TimeProvider clock) : IExperimentStore
{
    private const string Columns = "e.id, e.name, e.artifact_location, e.tags, e.creation_time, e.last_update_time, e.deleted";
    private const string Newest = "creation_time DESC";

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<long> CreateAsync(NewExperiment experiment, CancellationToken cancellationToken = default) => NamedAsync(
        experiment.Name,
        "creating an experiment",
        async () =>
        {
            await using var command = database.Command(
                "INSERT INTO tracking_experiments (name, artifact_location, tags, creation_time, last_update_time) VALUES ($1, $2, $3, $4, $4) RETURNING id",
                experiment.Name, SqlNull.Of(experiment.ArtifactLocation), new JsonText(JsonSerializer.Serialize(experiment.Tags)), Now);
            return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        });

    public async Task<TrackedExperiment> GetAsync(long id, CancellationToken cancellationToken = default) =>
        await FirstAsync("e.id = $1", id, cancellationToken) ?? throw Unknown(id);

    public Task<TrackedExperiment?> FindAsync(string name, CancellationToken cancellationToken = default) => FirstAsync("e.name = $1", name, cancellationToken);

    public async Task RenameAsync(long id, string name, CancellationToken cancellationToken = default)
    {
        TrackingRules.CheckExperimentName(name);
        var renamed = await NamedAsync(
            name,
            "renaming an experiment",
            async () =>
            {
                await using var command = database.Command("UPDATE tracking_experiments SET name = $2, last_update_time = $3 WHERE id = $1 AND NOT deleted", id, name, Now);
                return await command.ExecuteNonQueryAsync(cancellationToken);
            });
        if (renamed == 0)
            throw new TrackingException(TrackingFault.WrongState, $"Cannot rename a non-active experiment: '{(await GetAsync(id, cancellationToken)).Name}' is deleted.");
    }

    public Task DeleteAsync(long id, CancellationToken cancellationToken = default) => MarkAsync(id, deleted: true, cancellationToken);

    public Task RestoreAsync(long id, CancellationToken cancellationToken = default) => MarkAsync(id, deleted: false, cancellationToken);

    public async Task SetTagAsync(long id, KeyedText tag, CancellationToken cancellationToken = default)
    {
        TrackingRules.ExperimentTag(tag);
        var set = await DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.Command(
                    "UPDATE tracking_experiments SET tags = tags || jsonb_build_object($2::text, $3::text) WHERE id = $1 AND NOT deleted", id, tag.Key, tag.Value);
                return await command.ExecuteNonQueryAsync(cancellationToken);
            },
            "setting a tag of an experiment");
        if (set == 0)
            throw NotActive((await GetAsync(id, cancellationToken)).Id);
    }

    public Task<SearchPage<TrackedExperiment>> SearchAsync(TrackingSearch search, CancellationToken cancellationToken = default)
    {
        var filter = FilterParser.Parse(search.Filter, SearchFields.Experiments);
        var orders = FilterParser.ParseOrders(search.OrderBy.IsDefaultOrEmpty ? [Newest] : search.OrderBy, SearchFields.ExperimentOrders);
        var pages = new PagedSearch(TrackingTargets.Experiments, orders, search.Digest, search.PageToken);
        var sql = new SqlText().Add("SELECT ").Add(Columns).Add(", ");
        pages.Place(sql);
        sql.Add(" FROM tracking_experiments e WHERE ").Add(TrackingTargets.Lifecycle(search.View, "e.deleted")).Add(" AND ");
        SearchSql.Where(sql, TrackingTargets.Experiments, filter);
        pages.Page(sql, filter, search.PageSize);
        return DatabaseErrors.GuardAsync(() => pages.ReadAsync(database, sql, search.PageSize, Read, cancellationToken), "searching experiments");
    }

    /// <summary>What is said of an experiment that takes no writes.</summary>
    public static TrackingException NotActive(long id) =>
        TrackingException.Invalid(FormattableString.Invariant($"The experiment {id} must be in the 'active' state. Current state is deleted."));

    public static TrackingException Unknown(long id) => TrackingException.NotFound(FormattableString.Invariant($"No Experiment with id={id} exists"));

    /// <summary>The place of an experiment's artifacts where none was given.</summary>
    public static string LocationOf(long id) => FormattableString.Invariant($"mlflow-artifacts:/{id}");

    private Task<TrackedExperiment?> FirstAsync(string condition, object value, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {Columns} FROM tracking_experiments e WHERE {condition}", value);
            return await command.FirstAsync(Read, cancellationToken);
        },
        "reading an experiment");

    /// <summary>The experiment is locked by a statement of its own, so that the next one sees all runs whose making it waited for.</summary>
    private Task MarkAsync(long id, bool deleted, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var batch = database.CreateBatch();
            var statements = new ProjectionBatch(batch);
            statements.Write("SELECT FROM tracking_experiments WHERE id = $1 FOR UPDATE", id);
            statements.Write("""
                WITH marked AS MATERIALIZED (SELECT id FROM tracking_experiments WHERE id = $1 AND deleted <> $2),
                runs_too AS (UPDATE runs SET deleted = $2 FROM marked WHERE runs.experiment_id = marked.id AND runs.deleted <> $2)
                UPDATE tracking_experiments e SET deleted = $2, last_update_time = $3 FROM marked WHERE e.id = marked.id
                """, id, deleted, Now);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return batch.BatchCommands[^1].RecordsAffected == 1 ? true : throw Unknown(id);
        },
        "deleting or restoring an experiment");

    private static async Task<T> NamedAsync<T>(string name, string what, Func<Task<T>> write)
    {
        try
        {
            return await DatabaseErrors.GuardAsync(write, what);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new TrackingException(TrackingFault.AlreadyExists, $"Experiment(name={name}) already exists.", taken);
        }
    }

    private static TrackedExperiment Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Name = row.GetString(1),
        ArtifactLocation = row.Text(2) ?? LocationOf(row.GetInt64(0)),
        Tags = [.. row.Json<SortedDictionary<string, string>>(3).Select(tag => new KeyedText(tag.Key, tag.Value))],
        CreationTime = row.GetInt64(4),
        LastUpdateTime = row.GetInt64(5),
        Deleted = row.GetBoolean(6),
    };
}
