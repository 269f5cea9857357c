using System.Collections.Immutable;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Core.Registry.Lineage;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Follows <c>parent</c> and <c>derived_from</c>, one generation a statement.</summary>
internal sealed class LineageReader(NpgsqlDataSource database) : ILineageReader
{
    private const int Most = 1_000;

    private const string Columns = "v.model_id, v.number, m.name, v.semantic_version, v.stage, v.parent, v.derived_from";

    private const string Generation = $"""
        SELECT {Columns} FROM unnest($1::uuid[], $2::int[]) AS wanted (model_id, number)
        JOIN model_versions v ON v.model_id = wanted.model_id AND v.number = wanted.number JOIN models m ON m.id = v.model_id ORDER BY 1, 2
        """;

    // Children are of the same model; what was derived is found by containment, which the index answers.
    private const string Offspring = $"""
        SELECT DISTINCT ON (v.model_id, v.number) {Columns} FROM unnest($1::uuid[], $2::int[]) AS source (model_id, number)
        JOIN model_versions v ON (v.model_id = source.model_id AND v.parent = source.number)
            OR (v.derived_from <> '[]' AND v.derived_from @> jsonb_build_array(jsonb_build_object('modelId', source.model_id, 'number', source.number)))
        JOIN models m ON m.id = v.model_id ORDER BY v.model_id, v.number
        """;

    public Task<LineageGraph?> ReadAsync(Guid modelId, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            var start = new VersionReference { ModelId = modelId, Number = number };
            if (await QueryAsync(Generation, [start], cancellationToken) is not [var version])
                return null;
            var (ancestors, more) = await FollowAsync(version, (nodes, _) => QueryAsync(Generation, [.. nodes.SelectMany(node => node.Sources).Distinct()], cancellationToken));
            var (descendants, further) = await FollowAsync(version, (_, references) => QueryAsync(Offspring, references, cancellationToken));
            return new LineageGraph(version, ancestors, descendants, more || further);
        },
        $"reading the lineage of version {number} of model {modelId}");

    private static async Task<(ImmutableArray<LineageNode> Found, bool More)> FollowAsync(
        LineageNode from, Func<IReadOnlyList<LineageNode>, VersionReference[], Task<IReadOnlyList<LineageNode>>> next)
    {
        var (found, seen) = (ImmutableArray.CreateBuilder<LineageNode>(), new HashSet<VersionReference> { from.Version });
        for (IReadOnlyList<LineageNode> generation = [from]; generation.Count > 0;)
        {
            generation = [.. (await next(generation, [.. generation.Select(node => node.Version)])).Where(node => seen.Add(node.Version))];
            found.AddRange(generation);
            if (found.Count > Most)
                return ([.. found.Take(Most)], true);
        }

        return (found.ToImmutable(), false);
    }

    private async Task<IReadOnlyList<LineageNode>> QueryAsync(string sql, VersionReference[] versions, CancellationToken cancellationToken)
    {
        if (versions.Length == 0)
            return [];
        await using var command = database.Command(sql, versions.Select(version => version.ModelId).ToArray(), versions.Select(version => version.Number).ToArray());
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
            Sources = [.. parent.Concat(row.Json<ImmutableArray<VersionReference>>(6)).Distinct()],
        };
    }
}
