using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Experiments;

/// <summary>Looks A/B tests up in <c>experiments</c>.</summary>
internal sealed class ExperimentDirectory(NpgsqlDataSource database) : IExperimentDirectory
{
    private const string IdPrefix = "id:";

    public Task<Guid?> FindAsync(string name, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync<Guid?>(
        async () =>
        {
            // PostgreSQL's text cannot hold NUL, so no test has such a name.
            if (name.Contains('\0', StringComparison.Ordinal))
                return null;
            var isId = Guid.TryParseExact(name.AsSpan(name.StartsWith(IdPrefix, StringComparison.Ordinal) ? IdPrefix.Length : name.Length), "D", out var id);
            await using var command = isId
                ? database.Command("SELECT id FROM experiments WHERE id = $1", id)
                : database.Command("SELECT id FROM experiments WHERE name = $1", name);
            return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
        },
        "looking for an A/B test");

    public Task<IReadOnlyList<Guid>> FindActiveAsync(Guid modelId, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(
                "SELECT id FROM experiments WHERE model_id = $1 AND status IN ('Running', 'Paused') ORDER BY created_at, id", modelId);
            return await command.ListAsync(row => row.GetGuid(0), cancellationToken);
        },
        $"looking for the A/B tests of model {modelId}");

    public Task<IReadOnlyList<string>> FindActiveAsync(Guid modelId, int version, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(
                "SELECT name FROM experiments WHERE model_id = $1 AND status IN ('Running', 'Paused') AND $2 = ANY (versions) ORDER BY name", modelId, version);
            return await command.ListAsync(row => row.GetString(0), cancellationToken);
        },
        $"looking for the A/B tests of version {version} of model {modelId}");

    public Task<IReadOnlyList<ExperimentSummary>> ListAsync(
        Guid? modelId, string modelPrefix, string? afterName, int limit, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(
                """
                SELECT e.id, e.name, e.model_id, m.name, e.status, e.versions, e.outcome, e.created_at, e.started_at, e.ended_at
                FROM experiments e LEFT JOIN models m ON m.id = e.model_id AND m.deleted_at IS NULL
                WHERE ($1::uuid IS NULL OR e.model_id = $1) AND ($2::text IS NULL OR e.name > $2)
                  AND ($4 = '' OR starts_with(m.name, $4))
                ORDER BY e.name LIMIT $3
                """,
                modelId,
                afterName,
                limit,
                modelPrefix);
            return await command.ListAsync(Read, cancellationToken);
        },
        "listing A/B tests");

    private static ExperimentSummary Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Name = row.GetString(1),
        ModelId = row.GetGuid(2),
        Model = row.Text(3),
        Status = Enum.Parse<ExperimentStatus>(row.GetString(4)),
        Versions = [.. row.GetFieldValue<int[]>(5)],
        Outcome = row.Text(6),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(7),
        StartedAt = row.Maybe<DateTimeOffset>(8),
        EndedAt = row.Maybe<DateTimeOffset>(9),
    };
}
