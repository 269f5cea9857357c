using System.Text.Json;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Inputs of a run as one statement; it writes where the run was active.</summary>
internal static class InputsStatement
{
    private const string Text = """
        WITH run AS (SELECT id, experiment_id FROM runs WHERE id = $1 AND NOT deleted),
        datasets AS (
            INSERT INTO run_datasets (experiment_id, name, digest, source_type, source, schema, profile)
            SELECT run.experiment_id, g.* FROM run, unnest($2, $3, $4, $5, $6, $7) AS g ON CONFLICT DO NOTHING),
        inputs AS (
            INSERT INTO run_inputs (run_id, experiment_id, name, digest, tags)
            SELECT run.id, run.experiment_id, g.name, g.digest, g.tags::jsonb FROM run, unnest($2, $3, $8) AS g(name, digest, tags) ON CONFLICT DO NOTHING)
        SELECT true FROM run
        """;

    public static NpgsqlCommand Of(NpgsqlDataSource database, Guid run, InputBatch inputs) => Fill(database.CreateCommand(Text), run, inputs);

    public static NpgsqlCommand Of(NpgsqlConnection session, Guid run, InputBatch inputs) => Fill(new NpgsqlCommand(Text, session), run, inputs);

    private static NpgsqlCommand Fill(NpgsqlCommand command, Guid run, InputBatch inputs)
    {
        object[] values =
        [
            run,
            Column(inputs, input => input.Dataset.Name),
            Column(inputs, input => input.Dataset.Digest),
            Column(inputs, input => input.Dataset.SourceType),
            Column(inputs, input => input.Dataset.Source),
            Column(inputs, input => input.Dataset.Schema),
            Column(inputs, input => input.Dataset.Profile),
            Column(inputs, TagsOf),
        ];
        foreach (var value in values)
            command.Parameters.Add(ProjectionBatch.Parameter(value));
        return command;
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
