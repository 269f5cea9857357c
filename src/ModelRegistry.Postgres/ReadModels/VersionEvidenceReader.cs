using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;
using ModelRegistry.Postgres.Events;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads evidence from <c>model_versions</c>, <c>experiments</c> and <c>drift_reports</c>, in one statement.</summary>
internal sealed class VersionEvidenceReader(NpgsqlDataSource database) : IVersionEvidenceReader
{
    private const int DriftColumn = 7;

    public Task<GateEvidence?> ReadAsync(Guid modelId, int number, int? production, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"""
                SELECT v.metrics, v.manifest, v.signature, p.number, p.metrics, p.signature,
                    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'champion', e.versions[1]) ORDER BY e.ended_at), '[]') FROM experiments e
                     WHERE e.model_id = v.model_id AND e.status = 'Concluded' AND e.outcome = 'challenger_won'
                         AND e.versions[array_position(e.variants, e.verdict->>'winner')] = v.number),
                    {DriftReportStore.Columns}
                FROM model_versions v
                LEFT JOIN model_versions p ON p.model_id = v.model_id AND p.number = $3 AND p.number <> v.number
                LEFT JOIN LATERAL (SELECT * FROM drift_reports WHERE model_id = v.model_id AND NOT drill ORDER BY as_of DESC, at DESC LIMIT 1) r ON true
                WHERE v.model_id = $1 AND v.number = $2
                """, modelId, number, SqlNull.Of(production));
            return await command.FirstAsync(Read, cancellationToken);
        },
        $"reading the evidence for version {number} of model {modelId}");

    private static GateEvidence Read(NpgsqlDataReader row) => new()
    {
        Metrics = row.Json<ImmutableDictionary<string, double>>(0),
        Manifest = row.Json<Manifest>(1),
        Signature = row.Json<Signature>(2),
        Production = row.IsDBNull(3) ? null : new ProductionEvidence
        {
            Number = row.GetInt32(3),
            Metrics = row.Json<ImmutableDictionary<string, double>>(4),
            Signature = row.Json<Signature>(5),
        },
        Won = row.Json<ImmutableArray<WonExperiment>>(6),
        LatestDrift = row.IsDBNull(DriftColumn) ? null : DriftReportStore.Read(row, DriftColumn),
    };
}
