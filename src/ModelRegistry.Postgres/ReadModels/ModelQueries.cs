using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Lists from <c>models</c> and <c>model_versions</c>.</summary>
internal sealed class ModelQueries(NpgsqlDataSource database) : IModelQueries
{
    /// <summary>What <see cref="ReadModel"/> reads of <c>models m</c>.</summary>
    public const string Columns = """
        m.id, m.name, m.lifecycle, m.description, m.tags, m.production, m.shadows, m.frozen,
        (SELECT count(*)::int FROM model_versions v WHERE v.model_id = m.id AND v.deleted_at IS NULL), m.revision, m.created_at, m.created_by, m.updated_at, m.archived_at
        """;

    private const string Models = $"SELECT {Columns} FROM models m WHERE m.deleted_at IS NULL";

    // The database's collation is C, so that order and range of names are those of their bytes.
    public Task<IReadOnlyList<ModelSummary>> ListAsync(string? prefix, string? afterName, int limit, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.Command(
                    $"""{Models} AND starts_with(m.name, $1) AND ($2::text IS NULL OR m.name COLLATE "C" > $2) ORDER BY m.name COLLATE "C" LIMIT $3""",
                    prefix ?? "", afterName, limit);
                return await command.ListAsync(ReadModel, cancellationToken);
            },
            "listing models");

    public Task<ModelSummary?> FindAsync(Guid modelId, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"{Models} AND m.id = $1", modelId);
            return await command.FirstAsync(ReadModel, cancellationToken);
        },
        $"reading model {modelId}");

    public Task<IReadOnlyList<VersionDetails>> ListVersionsAsync(Guid modelId, int afterNumber, int limit, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.Command(
                    $"SELECT {VersionRows.Columns} FROM model_versions v WHERE v.model_id = $1 AND v.number > $2 AND v.deleted_at IS NULL ORDER BY v.number LIMIT $3", modelId, afterNumber, limit);
                return await command.ListAsync(VersionRows.Read, cancellationToken);
            },
            $"listing the versions of model {modelId}");

    public Task<VersionDetails?> FindVersionAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {VersionRows.Columns} FROM model_versions v WHERE v.model_id = $1 AND v.number = $2 AND v.deleted_at IS NULL", modelId, number);
            return await command.FirstAsync(VersionRows.Read, cancellationToken);
        },
        $"reading version {number} of model {modelId}");

    public static ModelSummary ReadModel(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Name = row.GetString(1),
        Lifecycle = Enum.Parse<LifecycleProfile>(row.GetString(2)),
        Description = row.Text(3),
        Tags = row.Json<ImmutableDictionary<string, string>>(4),
        Production = row.Maybe<int>(5),
        Shadows = [.. row.GetFieldValue<int[]>(6)],
        Frozen = row.IsDBNull(7) ? null : row.Json<FreezeView>(7),
        Versions = row.GetInt32(8),
        Revision = row.GetInt64(9),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(10),
        CreatedBy = row.GetString(11),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(12),
        ArchivedAt = row.Maybe<DateTimeOffset>(13),
    };
}
