using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Writes what runs log.</summary>
internal sealed class RunLog(NpgsqlDataSource database) : IRunLog
{
    private const int MostTries = 5;

    // The list is read by MLflow's clients as JSON; a value that somebody else put there may be anything.
    private const string AddModel = $"""
        WITH run AS (UPDATE runs SET tags = tags || jsonb_build_object('{TrackingRules.LoggedModelsTag}', (
            CASE WHEN tags ->> '{TrackingRules.LoggedModelsTag}' IS NULL THEN jsonb_build_array($2)
                 WHEN (tags ->> '{TrackingRules.LoggedModelsTag}')::jsonb @> jsonb_build_array($2) THEN (tags ->> '{TrackingRules.LoggedModelsTag}')::jsonb
                 ELSE (tags ->> '{TrackingRules.LoggedModelsTag}')::jsonb || jsonb_build_array($2) END)::text)
        WHERE id = $1 AND NOT deleted RETURNING id),
        model AS (
            INSERT INTO run_models AS m (run_id, models) SELECT id, $3 FROM run
            ON CONFLICT (run_id) DO UPDATE SET models = m.models || excluded.models)
        SELECT true FROM run
        """;

    private const string RemoveTag = "UPDATE runs SET tags = tags - $2 WHERE id = $1 AND NOT deleted AND jsonb_exists(tags, $2) RETURNING true";

    public async Task LogAsync(Guid id, RunBatch batch, CancellationToken cancellationToken = default)
    {
        if (!await WriteAsync(() => LogStatement.Of(database, id, batch), "logging to a run", cancellationToken))
            throw await RunRefusal.FindAsync(database, id, batch.Params, cancellationToken);
    }

    public async Task DeleteTagAsync(Guid id, string key, CancellationToken cancellationToken = default)
    {
        if (!await WriteAsync(() => database.Command(RemoveTag, id, key), "deleting a tag of a run", cancellationToken))
            throw await RunRefusal.OfStateAsync(database, id, cancellationToken) ?? TrackingException.NotFound($"No tag with name: {TrackingRules.Shortened(key)} in run with id {RunId.Text(id)}");
    }

    public async Task LogModelAsync(Guid id, string entry, LoggedSignature? signature = null, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!await WriteAsync(() => database.Command(AddModel, id, new Events.JsonText(entry), RunModels.Write(signature)), "logging a model to a run", cancellationToken))
                throw await RunRefusal.FindAsync(database, id, cancellationToken);
        }
        catch (PostgresException noList) when (noList.SqlState == PostgresErrorCodes.InvalidTextRepresentation)
        {
            throw new TrackingException(TrackingFault.Invalid, $"The tag {TrackingRules.LoggedModelsTag} of run {RunId.Text(id)} has a value that is not JSON; delete the tag to log models again.", noList);
        }
    }

    public async Task LogInputsAsync(Guid id, InputBatch inputs, CancellationToken cancellationToken = default)
    {
        if (!await WriteAsync(() => InputsStatement.Of(database, id, inputs), "logging inputs to a run", cancellationToken))
            throw await RunRefusal.FindAsync(database, id, cancellationToken);
    }

    /// <summary>
    /// Runs a statement that answers nothing when there is nothing that it may write to. Where writers did wait for each other in a circle the server has undone one of
    /// them, which tries again.
    /// </summary>
    private Task<bool> WriteAsync(Func<NpgsqlCommand> statement, string what, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await using var command = statement();
                    return await command.ExecuteScalarAsync(cancellationToken) is true;
                }
                catch (PostgresException circle) when (circle.SqlState == PostgresErrorCodes.DeadlockDetected && tries < MostTries)
                {
                    // Undone as a whole: the next try writes all of it.
                }
            }
        },
        what);
}
