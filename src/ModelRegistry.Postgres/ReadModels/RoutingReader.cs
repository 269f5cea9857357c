using ModelRegistry.Core.Serving;
using ModelRegistry.Postgres.Experiments;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads routing from <c>models</c>, <c>model_versions</c> and <c>experiments</c>.</summary>
internal sealed class RoutingReader(NpgsqlDataSource database) : IRoutingReader
{
    private const string VersionColumns = "v.number, v.flavor, v.artifact_digest, v.inputs, v.feature_graph_hash, v.drill";

    public Task<IReadOnlyDictionary<Guid, long>> ReadRevisionsAsync(IReadOnlyCollection<Guid> modelIds, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync<IReadOnlyDictionary<Guid, long>>(
            async () =>
            {
                await using var command = database.Command("SELECT id, routing_revision FROM models WHERE id = ANY ($1) AND deleted_at IS NULL", modelIds.ToArray());
                var rows = await command.ListAsync(row => KeyValuePair.Create(row.GetGuid(0), row.GetInt64(1)), cancellationToken);
                return new Dictionary<Guid, long>(rows);
            },
            "polling the routing");

    public Task<RoutingSnapshot?> ReadAsync(Guid modelId, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            // One statement sees one moment: the revision cannot be older or newer than the versions beside it.
            await using var command = database.Command($"""
                SELECT m.name, m.routing_revision, m.production, m.shadows, {ExperimentRouteRow.Columns}, {VersionColumns}
                FROM models m {ExperimentRouteRow.Join} LEFT JOIN model_versions v
                    ON v.model_id = m.id AND (v.number = m.production OR v.number = ANY (m.shadows) OR v.number = ANY (e.versions))
                WHERE m.id = $1 AND m.deleted_at IS NULL
                """, modelId);
            var rows = await command.ListAsync(row => Read(row, modelId), cancellationToken);
            return rows.Count == 0 ? null : Assemble(rows);
        },
        $"reading the routing of model {modelId}");

    public Task<RoutedVersion?> ReadVersionAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {VersionColumns} FROM model_versions v WHERE v.model_id = $1 AND v.number = $2 AND v.deleted_at IS NULL", modelId, number);
            return await command.FirstAsync(row => ReadVersion(row, 0), cancellationToken);
        },
        $"reading version {number} of model {modelId}");

    private static Row Read(NpgsqlDataReader row, Guid modelId)
    {
        const int version = 4 + ExperimentRouteRow.Width;
        return new Row(
            new RoutingSnapshot { ModelId = modelId, Name = row.GetString(0), Revision = row.GetInt64(1) },
            row.Maybe<int>(2),
            row.GetFieldValue<int[]>(3),
            ExperimentRouteRow.Read(row, 4),
            row.IsDBNull(version) ? null : ReadVersion(row, version));
    }

    private static RoutingSnapshot Assemble(IReadOnlyList<Row> rows)
    {
        var versions = rows.Select(row => row.Version).OfType<RoutedVersion>().ToDictionary(version => version.Number);
        var first = rows[0];
        return first.Model with
        {
            Production = first.Production is { } number ? versions[number] : null,
            Experiment = first.Experiment?.Assemble(versions),
            Shadows = [.. first.Shadows.Where(versions.ContainsKey).Select(shadow => versions[shadow])],
        };
    }

    private static RoutedVersion ReadVersion(NpgsqlDataReader row, int first) => new()
    {
        Number = row.GetInt32(first),
        Flavor = row.GetString(first + 1),
        ArtifactDigest = row.GetString(first + 2),
        Inputs = [.. row.GetFieldValue<string[]>(first + 3)],
        FeatureGraphHash = row.Text(first + 4),
        Drill = row.GetBoolean(first + 5),
    };

    /// <summary>The model and its test, beside one of the versions concerned.</summary>
    private sealed record Row(RoutingSnapshot Model, int? Production, int[] Shadows, ExperimentRouteRow? Experiment, RoutedVersion? Version);
}
