using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads evidence from <c>model_versions</c> and <c>drift_reports</c>, in one statement.</summary>
internal sealed class VersionEvidenceReader(NpgsqlDataSource database) : IVersionEvidenceReader
{
    public Task<VersionEvidence?> ReadAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"""
                SELECT v.metrics, v.manifest, {DriftReportStore.Columns}
                FROM model_versions v
                LEFT JOIN LATERAL (SELECT * FROM drift_reports WHERE model_id = v.model_id AND NOT drill ORDER BY as_of DESC, at DESC LIMIT 1) r ON true
                WHERE v.model_id = $1 AND v.number = $2
                """, modelId, number);
            return await command.FirstAsync(
                row => new VersionEvidence
                {
                    Metrics = row.Json<ImmutableDictionary<string, double>>(0),
                    Manifest = row.Json<Manifest>(1),
                    LatestDrift = row.IsDBNull(2) ? null : DriftReportStore.Read(row, 2),
                },
                cancellationToken);
        },
        $"reading the evidence for version {number} of model {modelId}");
}
