using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry;
using ModelRegistry.Postgres.Mlflow;
using ModelRegistry.Postgres.Tracking;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads <c>open_manifests</c> beside the runs; what the run had logged when it ended is in <c>ended_manifests</c>.</summary>
internal sealed class OpenManifests(NpgsqlDataSource database) : IOpenManifests
{
    private const string Open = $"SELECT {VersionRows.Columns} FROM open_manifests o JOIN model_versions v USING (model_id, number) WHERE o.model_id = $1 AND o.number = $2";

    private const string Over = "(e.number IS NOT NULL OR r.deleted OR r.status NOT IN ('RUNNING', 'SCHEDULED'))";

    // In the order of RunRows.Columns; a version takes no inputs over.
    private const string Run = $"""
        SELECT {RunRows.InfoColumns}, coalesce(e.params, r.params), coalesce(e.tags, r.tags), coalesce(e.metric_keys, m.keys), coalesce(e.metric_values, m.values),
            coalesce(e.metric_timestamps, m.timestamps), coalesce(e.metric_steps, m.steps), NULL, {Over}, coalesce(e.models, l.models)
        FROM runs r LEFT JOIN ended_manifests e ON e.model_id = $2 AND e.number = $3 LEFT JOIN run_models l ON l.run_id = r.id {RunRows.LatestMetrics}
        WHERE r.id = $1
        """;

    private const string Ended = $"""
        SELECT o.model_id, o.number FROM open_manifests o JOIN runs r ON r.id = o.run_id LEFT JOIN ended_manifests e USING (model_id, number)
        WHERE {Over} AND ($1::uuid IS NULL OR (o.model_id, o.number) > ($1, $2)) ORDER BY o.model_id, o.number LIMIT $3
        """;

    public Task<OpenManifest?> FindAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(Open, modelId, number);
            if (await command.FirstAsync(VersionRows.Read, cancellationToken) is not { Registered: var version })
                return null;
            await using var run = database.Command(Run, version.RunId, modelId, number);
            return await run.FirstAsync(
                row => new OpenManifest { Version = RunTakeover.Of(version, RunRows.Read(row), RunModels.Read(row, RunRows.Width + 1)), RunEnded = row.GetBoolean(RunRows.Width) },
                cancellationToken) ?? new OpenManifest { Version = version, RunEnded = true };
        },
        $"reading the run of version {number} of model {modelId}");

    public Task<ImmutableArray<VersionReference>> ListAsync(Guid run, CancellationToken cancellationToken = default) =>
        ListAsync(() => database.Command("SELECT model_id, number FROM open_manifests WHERE run_id = $1 ORDER BY model_id, number", run), cancellationToken);

    public Task<ImmutableArray<VersionReference>> ListEndedAsync(VersionReference? after, int limit, CancellationToken cancellationToken = default) =>
        ListAsync(() => database.Command(Ended, Events.SqlNull.Of(after?.ModelId), after?.Number ?? 0, limit), cancellationToken);

    public Task ForgetAsync(CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("DELETE FROM ended_manifests e WHERE NOT EXISTS (SELECT FROM open_manifests o WHERE o.model_id = e.model_id AND o.number = e.number)");
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        "dropping what was taken over from runs");

    private static Task<ImmutableArray<VersionReference>> ListAsync(Func<NpgsqlCommand> query, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = query();
            var found = await command.ListAsync(row => new VersionReference { ModelId = row.GetGuid(0), Number = row.GetInt32(1) }, cancellationToken);
            return found.ToImmutableArray();
        },
        "listing open manifests");
}
