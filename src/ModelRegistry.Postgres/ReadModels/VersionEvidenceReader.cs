using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Policy;
using Npgsql;
using NpgsqlTypes;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Reads evidence from <c>model_versions</c>, <c>experiments</c> and <c>drift_reports</c>, in one statement for all who ask at the same time.</summary>
internal sealed class VersionEvidenceReader : IVersionEvidenceReader
{
    private const int Places = 2, MostTogether = 64, DriftColumn = 8;

    private const string Sql = $"""
        SELECT asked.n, v.metrics, v.manifest, v.signature, p.number, p.metrics, p.signature,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'champion', e.versions[1]) ORDER BY e.ended_at), '[]') FROM experiments e
             WHERE e.model_id = v.model_id AND e.status = 'Concluded' AND e.outcome = 'challenger_won'
                 AND e.versions[array_position(e.variants, e.verdict->>'winner')] = v.number),
            {DriftReportStore.Columns}
        FROM unnest($1, $2, $3) WITH ORDINALITY AS asked (model, number, production, n)
        CROSS JOIN LATERAL (SELECT * FROM model_versions WHERE model_id = asked.model AND number = asked.number LIMIT 1) v
        LEFT JOIN LATERAL (SELECT * FROM model_versions WHERE model_id = asked.model AND number = asked.production AND number <> asked.number LIMIT 1) p ON true
        LEFT JOIN LATERAL (SELECT * FROM drift_reports WHERE model_id = asked.model AND NOT drill ORDER BY as_of DESC, at DESC LIMIT 1) r ON true
        """;

    private readonly NpgsqlDataSource _database;
    private readonly Gathering<Question> _gathering;

    public VersionEvidenceReader(NpgsqlDataSource database)
    {
        _database = database;
        _gathering = new(Places, Take, AnswerAsync);
    }

    public Task<GateEvidence?> ReadAsync(Guid modelId, int number, int? production, CancellationToken cancellationToken = default)
    {
        var question = new Question(modelId, number, production);
        _gathering.Add(question);
        return question.Answer.Task.WaitAsync(cancellationToken);
    }

    private static List<Question> Take(LinkedList<Question> waiting)
    {
        List<Question> group = [.. waiting.Take(MostTogether)];
        group.ForEach(_ => waiting.RemoveFirst());
        return group;
    }

    private async Task AnswerAsync(IReadOnlyList<Question> group)
    {
        try
        {
            var found = await DatabaseErrors.GuardAsync(() => ReadAsync(group), $"reading the evidence for version {group[0].Number} of model {group[0].Model}");
            for (var i = 0; i < group.Count; i++)
                group[i].Answer.TrySetResult(found.GetValueOrDefault(i + 1));
        }
        catch (Exception error) when (group.Count > 1 && error is not StoreUnavailableException)
        {
            // One of them cannot be read: its error is not that of the others.
            foreach (var question in group)
                await AnswerAsync([question]);
        }
        catch (Exception error)
        {
            foreach (var question in group)
                question.Answer.TrySetException(error);
        }
    }

    private async Task<Dictionary<long, GateEvidence>> ReadAsync(IReadOnlyList<Question> group)
    {
        await using var batch = _database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT {KeyedPlans.Settings}"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. group.Select(one => one.Model)] },
                new NpgsqlParameter<int[]> { TypedValue = [.. group.Select(one => one.Number)] },
                new NpgsqlParameter<int?[]> { TypedValue = [.. group.Select(one => one.Production)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
            },
        });
        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        var found = new Dictionary<long, GateEvidence>();
        while (await row.ReadAsync())
            found.Add(row.GetInt64(0), Read(row));
        return found;
    }

    private static GateEvidence Read(NpgsqlDataReader row) => new()
    {
        Metrics = row.Json<ImmutableDictionary<string, double>>(1),
        Manifest = row.Json<Manifest>(2),
        Signature = row.Json<Signature>(3),
        Production = row.IsDBNull(4) ? null : new ProductionEvidence
        {
            Number = row.GetInt32(4),
            Metrics = row.Json<ImmutableDictionary<string, double>>(5),
            Signature = row.Json<Signature>(6),
        },
        Won = row.Json<ImmutableArray<WonExperiment>>(7),
        LatestDrift = row.IsDBNull(DriftColumn) ? null : DriftReportStore.Read(row, DriftColumn),
    };

    private sealed record Question(Guid Model, int Number, int? Production)
    {
        public TaskCompletionSource<GateEvidence?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
