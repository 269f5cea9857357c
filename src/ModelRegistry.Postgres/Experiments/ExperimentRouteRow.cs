using ModelRegistry.Core.Serving;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Experiments;

/// <summary>What routing needs of the running A/B test of a model, as it stands in <c>experiments e</c>.</summary>
internal sealed record ExperimentRouteRow
{
    /// <summary>In the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns = "e.id, e.seed, e.as_of_from, e.as_of_to, e.buckets, e.variants, e.versions";

    /// <summary>How many columns that are.</summary>
    public const int Width = 7;

    /// <summary>To be joined to <c>models m</c>; there is at most one.</summary>
    public const string Join = "LEFT JOIN experiments e ON e.model_id = m.id AND e.status = 'Running'";

    public required ExperimentRoute Route { get; init; }

    public required string[] Names { get; init; }

    public required int[] Versions { get; init; }

    /// <summary>Null when no test is running.</summary>
    public static ExperimentRouteRow? Read(NpgsqlDataReader row, int first) => row.IsDBNull(first)
        ? null
        : new ExperimentRouteRow
        {
            Route = new ExperimentRoute
            {
                ExperimentId = row.GetGuid(first),
                Seed = row.GetString(first + 1),
                AsOfFrom = row.Maybe<DateTimeOffset>(first + 2),
                AsOfTo = row.Maybe<DateTimeOffset>(first + 3),
                Buckets = [.. row.GetFieldValue<byte[]>(first + 4)],
            },
            Names = row.GetFieldValue<string[]>(first + 5),
            Versions = row.GetFieldValue<int[]>(first + 6),
        };

    /// <summary>The route, once the versions of its arms are known; null when one of them is gone.</summary>
    public ExperimentRoute? Assemble(IReadOnlyDictionary<int, RoutedVersion> versions) => Array.TrueForAll(Versions, versions.ContainsKey)
        ? Route with { Variants = [.. Names.Zip(Versions, (name, number) => new RoutedVariant { Name = name, Version = versions[number] })] }
        : null;
}
