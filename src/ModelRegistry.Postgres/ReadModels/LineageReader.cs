using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Lineage;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Follows <c>parent</c> and <c>derived_from</c>, one statement each way.</summary>
internal sealed class LineageReader(NpgsqlDataSource database) : ILineageReader
{
    private const int Most = 1_000;

    private const string Columns = "v.model_id, v.number, m.name, v.semantic_version, v.stage, v.parent, v.derived_from, v.deleted_at IS NOT NULL";

    private const string One = $"SELECT {Columns} FROM model_versions v JOIN models m ON m.id = v.model_id WHERE v.model_id = $1 AND v.number = $2";

    private const string Up = """
        SELECT v.model_id, v.parent FROM model_versions v WHERE v.model_id = w.model_id AND v.number = w.number AND v.parent IS NOT NULL
        UNION ALL
        SELECT (d ->> 'modelId')::uuid, (d ->> 'number')::int FROM model_versions v CROSS JOIN jsonb_array_elements(v.derived_from) d
        WHERE v.model_id = w.model_id AND v.number = w.number
        """;

    // What was derived is found by containment, which an index answers.
    private const string Down = """
        SELECT v.model_id, v.number FROM model_versions v WHERE v.model_id = w.model_id AND v.parent = w.number
        UNION ALL
        SELECT v.model_id, v.number FROM model_versions v
        WHERE v.derived_from <> '[]' AND v.derived_from @> jsonb_build_array(jsonb_build_object('modelId', w.model_id, 'number', w.number))
        """;

    public Task<LineageGraph?> ReadAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(One, modelId, number);
            if (await command.FirstAsync(Read, cancellationToken) is not { } version)
                return null;
            var (ancestors, descendants) = (await FollowAsync(Up, version, cancellationToken), await FollowAsync(Down, version, cancellationToken));
            return new LineageGraph(version, [.. ancestors.Take(Most)], [.. descendants.Take(Most)], ancestors.Count > Most || descendants.Count > Most);
        },
        $"reading the lineage of version {number} of model {modelId}");

    /// <summary>One more than are shown at most, nearer ones first: a recursive query gives one generation after the other, each version once.</summary>
    private async Task<IReadOnlyList<LineageNode>> FollowAsync(string next, LineageNode from, CancellationToken cancellationToken)
    {
        await using var command = database.Command($"""
            WITH RECURSIVE way (model_id, number) AS (
                SELECT $1::uuid, $2::int UNION SELECT n.* FROM way w CROSS JOIN LATERAL ({next}) AS n (model_id, number)
            ), steps AS (SELECT *, row_number() OVER () AS step FROM way LIMIT $3)
            SELECT {Columns} FROM steps JOIN model_versions v ON v.model_id = steps.model_id AND v.number = steps.number JOIN models m ON m.id = v.model_id
            WHERE step > 1 ORDER BY step
            """, from.Version.ModelId, from.Version.Number, Most + 2);
        return await command.ListAsync(Read, cancellationToken);
    }

    private static LineageNode Read(NpgsqlDataReader row)
    {
        var version = new VersionReference { ModelId = row.GetGuid(0), Number = row.GetInt32(1) };
        var parent = row.Maybe<int>(5) is { } number ? new[] { version with { Number = number } } : [];
        return new LineageNode
        {
            Version = version,
            Model = row.GetString(2),
            SemanticVersion = row.GetString(3),
            Stage = Enum.Parse<Stage>(row.GetString(4)),
            Deleted = row.GetBoolean(7),
            Sources = [.. parent.Concat(row.Json<ImmutableArray<VersionReference>>(6)).Distinct()],
        };
    }
}
