using System.Collections.Immutable;
using System.Text.Json;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Writes what runs log.</summary>
internal sealed class RunLog(NpgsqlDataSource database) : IRunLog
{
    private const string BadJson = "22P02";

    // The list is read by MLflow's clients as JSON; a value that somebody else put there may be anything.
    private const string AddModel = $"""
        WITH run AS (SELECT id FROM runs WHERE id = $1 AND NOT deleted),
        tag AS (
            INSERT INTO run_tags AS t (run_id, key, value) SELECT id, '{TrackingRules.LoggedModelsTag}', '[' || $2 || ']' FROM run
            ON CONFLICT (run_id, key) DO UPDATE SET value = (t.value::jsonb || excluded.value::jsonb)::text WHERE NOT t.value::jsonb @> excluded.value::jsonb)
        SELECT true FROM run
        """;

    private const string RemoveTag = """
        WITH run AS (SELECT id FROM runs WHERE id = $1 AND NOT deleted),
        removed AS (DELETE FROM run_tags t USING run WHERE t.run_id = run.id AND t.key = $2 RETURNING t.key)
        SELECT EXISTS (SELECT FROM removed) FROM run
        """;

    private const string AddInputs = """
        WITH run AS (SELECT id, experiment_id FROM runs WHERE id = $1 AND NOT deleted),
        datasets AS (
            INSERT INTO run_datasets (experiment_id, name, digest, source_type, source, schema, profile)
            SELECT run.experiment_id, g.* FROM run, unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS g ON CONFLICT DO NOTHING),
        inputs AS (
            INSERT INTO run_inputs (run_id, experiment_id, name, digest, tags)
            SELECT run.id, run.experiment_id, g.name, g.digest, g.tags::jsonb FROM run, unnest($2::text[], $3::text[], $8::text[]) AS g(name, digest, tags) ON CONFLICT DO NOTHING)
        SELECT true FROM run
        """;

    public async Task LogAsync(Guid id, RunBatch batch, CancellationToken cancellationToken = default)
    {
        try
        {
            await WriteAsync(id, LogStatement.Of(id, batch).ToCommand(database), "logging to a run", cancellationToken);
        }
        catch (PostgresException changed) when (changed.SqlState == PostgresErrorCodes.NotNullViolation && changed.TableName == "run_params")
        {
            throw await ChangedAsync(id, batch.Params, cancellationToken);
        }
    }

    public async Task DeleteTagAsync(Guid id, string key, CancellationToken cancellationToken = default)
    {
        if (!await WriteAsync(id, database.Command(RemoveTag, id, key), "deleting a tag of a run", cancellationToken))
            throw TrackingException.NotFound($"No tag with name: {key} in run with id {RunId.Text(id)}");
    }

    public async Task LogModelAsync(Guid id, string entry, CancellationToken cancellationToken = default)
    {
        try
        {
            await WriteAsync(id, database.Command(AddModel, id, entry), "logging a model to a run", cancellationToken);
        }
        catch (PostgresException noList) when (noList.SqlState == BadJson)
        {
            throw new TrackingException(TrackingFault.Invalid, $"The tag {TrackingRules.LoggedModelsTag} of run {RunId.Text(id)} has a value that is not JSON; delete the tag to log models again.", noList);
        }
    }

    public Task LogInputsAsync(Guid id, InputBatch inputs, CancellationToken cancellationToken = default) => WriteAsync(
        id,
        database.Command(
            AddInputs,
            id,
            Column(inputs, input => input.Dataset.Name),
            Column(inputs, input => input.Dataset.Digest),
            Column(inputs, input => input.Dataset.SourceType),
            Column(inputs, input => input.Dataset.Source),
            Column(inputs, input => input.Dataset.Schema),
            Column(inputs, input => input.Dataset.Profile),
            Column(inputs, TagsOf)),
        "logging inputs to a run",
        cancellationToken);

    /// <summary>Runs a statement that answers nothing when there is no active run.</summary>
    private async Task<bool> WriteAsync(Guid id, NpgsqlCommand statement, string what, CancellationToken cancellationToken)
    {
        await using var command = statement;
        return await DatabaseErrors.GuardAsync(() => command.ExecuteScalarAsync(cancellationToken), what) is bool done ? done : throw await RunActivity.RefusalAsync(database, id, cancellationToken);
    }

    private async Task<TrackingException> ChangedAsync(Guid id, ImmutableArray<KeyedText> given, CancellationToken cancellationToken)
    {
        var stored = await DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.Command("SELECT key, value FROM run_params WHERE run_id = $1 AND key = ANY ($2)", id, given.Select(param => param.Key).ToArray());
                return await command.ListAsync(row => new KeyedText(row.GetString(0), row.GetString(1)), cancellationToken);
            },
            "reading params of a run");
        return ParamChanges.Refusal(id, given, stored);
    }

    private static string?[] Column(InputBatch inputs, Func<DatasetInput, string?> column) => [.. inputs.Inputs.Select(column)];

    private static string TagsOf(DatasetInput input)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in input.Tags)
            tags[tag.Key] = tag.Value;
        return JsonSerializer.Serialize(tags);
    }
}
