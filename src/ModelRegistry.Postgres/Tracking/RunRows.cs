using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Reads runs with what they logged, in one statement: each kind comes as arrays of one row.</summary>
internal static class RunRows
{
    /// <summary>For <see cref="ReadInfo"/>; the table is named <c>r</c>.</summary>
    public const string InfoColumns = "r.id, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time, r.artifact_uri, r.deleted";

    /// <summary>For <see cref="Read"/>, with <see cref="Details"/>.</summary>
    public const string Columns = InfoColumns + ", r.params, r.tags, m.keys, m.values, m.timestamps, m.steps, i.inputs";

    /// <summary>Joins the latest metrics of the runs <c>r</c>.</summary>
    public const string LatestMetrics = """
         CROSS JOIN LATERAL (SELECT array_agg(key) AS keys, array_agg(value) AS values, array_agg(timestamp) AS timestamps, array_agg(step) AS steps FROM run_latest_metrics WHERE run_id = r.id) m
        """;

    /// <summary>How many <see cref="Columns"/> are.</summary>
    public const int Width = 16;

    /// <summary>Joins what the runs <c>r</c> logged.</summary>
    public const string Details = LatestMetrics + """

         CROSS JOIN LATERAL (
            SELECT json_agg(json_build_object('tags', n.tags, 'dataset', json_build_object(
                'name', d.name, 'digest', d.digest, 'sourceType', d.source_type, 'source', d.source, 'schema', d.schema, 'profile', d.profile))) AS inputs
            FROM run_inputs n JOIN run_datasets d USING (experiment_id, name, digest) WHERE n.run_id = r.id) i
        """;

    private const int Params = 9, Tags = 10, Metrics = 11, Inputs = 15;

    public static RunInfo ReadInfo(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ExperimentId = row.GetInt64(1),
        Name = row.GetString(2),
        UserId = row.GetString(3),
        Status = RunStatusWords.TryParse(row.GetString(4)) ?? throw new FormatException($"a run has the status '{row.GetString(4)}'"),
        StartTime = row.GetInt64(5),
        EndTime = row.Maybe<long>(6),
        ArtifactUri = row.GetString(7),
        Deleted = row.GetBoolean(8),
    };

    public static TrackedRun Read(NpgsqlDataReader row) => new()
    {
        Info = ReadInfo(row),
        Metrics = ReadMetrics(row),
        Params = KeyedTexts.Read(row, Params),
        Tags = KeyedTexts.Read(row, Tags),
        Inputs = row.IsDBNull(Inputs) ? [] : [.. row.Json<InputRow[]>(Inputs).Select(input => input.ToInput())],
    };

    private static ImmutableArray<LoggedMetric> ReadMetrics(NpgsqlDataReader row)
    {
        if (row.IsDBNull(Metrics))
            return [];
        var keys = row.GetFieldValue<string[]>(Metrics);
        var values = row.GetFieldValue<double[]>(Metrics + 1);
        var timestamps = row.GetFieldValue<long[]>(Metrics + 2);
        var steps = row.GetFieldValue<long[]>(Metrics + 3);
        var metrics = new LoggedMetric[keys.Length];
        for (var i = 0; i < keys.Length; i++)
            metrics[i] = new(keys[i], values[i], timestamps[i], steps[i]);
        return ImmutableCollectionsMarshal.AsImmutableArray(metrics);
    }

    private sealed record InputRow(ImmutableSortedDictionary<string, string> Tags, LoggedDataset Dataset)
    {
        public DatasetInput ToInput() => new() { Dataset = Dataset, Tags = [.. Tags.Select(tag => new KeyedText(tag.Key, tag.Value))] };
    }
}
