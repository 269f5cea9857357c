using System.Text.Json;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.Tracking;

/// <inheritdoc cref="ITrackingImport"/>
internal sealed class TrackingImport(NpgsqlDataSource database) : ITrackingImport
{
    private const string AddExperiment = """
        INSERT INTO tracking_experiments (name, artifact_location, tags, creation_time, last_update_time, deleted) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (name) DO NOTHING RETURNING id
        """;

    private const string AddRun = """
        INSERT INTO runs (id, experiment_id, name, user_id, status, start_time, end_time, tags, artifact_uri)
        SELECT $1, id, $3, $4, $5, $6, $7, $8, coalesce($9, 'mlflow-artifacts:/' || id || '/' || replace($1::text, '-', '') || '/artifacts')
        FROM tracking_experiments WHERE id = $2
        ON CONFLICT (id) DO NOTHING RETURNING id
        """;

    public Task<long?> AddAsync(ImportedExperiment experiment, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            var made = experiment.Experiment;
            await using var command = database.Command(
                AddExperiment, made.Name, SqlNull.Of(made.ArtifactLocation), new JsonText(JsonSerializer.Serialize(made.Tags)), experiment.CreationTime, experiment.LastUpdateTime, experiment.Deleted);
            return (long?)await command.ExecuteScalarAsync(cancellationToken);
        },
        "importing an experiment");

    public Task<bool> AddAsync(ImportedRun run, IAsyncEnumerable<RunBatch> history, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var session = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            if (!await InsertAsync(session, run, cancellationToken))
                return false;
            foreach (var batch in run.Params)
                await RunAsync(LogStatement.Of(session, run.Run.Id, batch), cancellationToken);
            foreach (var inputs in run.Inputs)
                await RunAsync(InputsStatement.Of(session, run.Run.Id, inputs), cancellationToken);
            await foreach (var batch in history.WithCancellation(cancellationToken))
                await RunAsync(LogStatement.Of(session, run.Run.Id, batch), cancellationToken);
            // Last, because a deleted run takes no values.
            if (run.Deleted)
                await RunAsync(session.Command("UPDATE runs SET deleted = true WHERE id = $1", run.Run.Id), cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
            return true;
        },
        "importing a run");

    private static async Task<bool> InsertAsync(NpgsqlConnection session, ImportedRun run, CancellationToken cancellationToken)
    {
        await using var command = session.Command(
            AddRun,
            run.Run.Id,
            run.Run.ExperimentId,
            run.Run.Name,
            run.Run.UserId,
            RunStatusWords.Of(run.Status),
            run.Run.StartTime,
            new SqlNull(run.EndTime, NpgsqlDbType.Bigint),
            KeyedTexts.Write(run.Run.Tags),
            SqlNull.Of(run.ArtifactUri));
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task RunAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
            await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
