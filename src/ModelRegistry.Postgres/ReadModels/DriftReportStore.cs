using ModelRegistry.Contracts.Monitoring;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Drift reports in <c>drift_reports</c>.</summary>
internal sealed class DriftReportStore(NpgsqlDataSource database) : IDriftReportStore
{
    /// <summary>For <see cref="Read"/>; the table is named <c>r</c>.</summary>
    public const string Columns = "r.report, r.action, r.why";

    public Task SaveAsync(DriftReport report, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("""
                INSERT INTO drift_reports (id, model_id, version, as_of, at, severity, drill, action, why, report)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (id) DO UPDATE SET action = excluded.action, why = excluded.why
                """,
                report.Id, report.ModelId, report.Version, report.AsOf, report.At, (int)report.Severity, report.Drill, report.Action, report.Why, JsonText.Of(report));
            return await command.ExecuteNonQueryAsync(cancellationToken);
        },
        $"saving a drift report of model {report.ModelId}");

    public Task<DriftReport?> FindAsync(Guid modelId, Guid reportId, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {Columns} FROM drift_reports r WHERE r.model_id = $1 AND r.id = $2", modelId, reportId);
            return await command.FirstAsync(row => Read(row, 0), cancellationToken);
        },
        $"reading drift report {reportId}");

    public Task<IReadOnlyList<DriftReport>> ListAsync(
        Guid modelId, DateTimeOffset? from, DateTimeOffset? to, DriftSeverity? atLeast, int limit, CancellationToken cancellationToken = default) =>
        DatabaseErrors.GuardAsync(
            async () =>
            {
                await using var command = database.Command($"""
                    SELECT {Columns} FROM drift_reports r
                    WHERE r.model_id = $1 AND ($2::timestamptz IS NULL OR r.as_of >= $2) AND ($3::timestamptz IS NULL OR r.as_of < $3) AND r.severity >= $4
                    ORDER BY r.as_of DESC, r.at DESC LIMIT $5
                    """, modelId, from, to, (int)(atLeast ?? DriftSeverity.NotEnoughData), limit);
                return await command.ListAsync(row => Read(row, 0), cancellationToken);
            },
            $"listing the drift reports of model {modelId}");

    public static DriftReport Read(NpgsqlDataReader row, int first) =>
        row.Json<DriftReport>(first) with { Action = row.GetString(first + 1), Why = row.GetString(first + 2) };
}
