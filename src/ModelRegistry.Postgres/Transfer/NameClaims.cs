using System.Collections.Immutable;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Transfer;

/// <summary>Finds the streams of a plan whose name another one here keeps, and the A/B tests whose model is in conflict.</summary>
internal static class NameClaims
{
    /// <exception cref="ImportRefusedException">Two streams of the file have one name.</exception>
    public static async Task<ImmutableArray<PlannedStream>> SettleAsync(NpgsqlDataSource database, ImmutableArray<PlannedStream> plan, CancellationToken cancellationToken)
    {
        MustDiffer(plan);
        var owners = await ReadOwnersAsync(database, plan, cancellationToken);

        // One that is refused keeps its old name here, which may be that of another.
        ImmutableArray<PlannedStream> before;
        do
        {
            before = plan;
            plan = Settle(before, owners);
        }
        while (!plan.SequenceEqual(before));
        return WithTheirModels(plan);
    }

    /// <summary>Says that a name is taken.</summary>
    public static PlannedStream Taken(PlannedStream planned) =>
        planned.Refused(ImportConflictKind.NameTaken, $"another {(planned.Stream.Kind == ExportLayout.Model ? "model" : "A/B test")} here is called '{planned.LiveName}'");

    private static ImmutableArray<PlannedStream> Settle(ImmutableArray<PlannedStream> plan, Dictionary<(string, string), Guid> owners)
    {
        var names = plan.Where(planned => planned.Writes).ToDictionary(planned => planned.Stream, planned => planned.LiveName);
        return [.. plan.Select(planned => planned.Writes && Keeper(planned) is not null ? Taken(planned) : planned)];

        // Whoever has the name here and does not give it up by this import.
        Guid? Keeper(PlannedStream planned) =>
            planned.LiveName is { } name && owners.TryGetValue((planned.Stream.Kind, name), out var owner) && owner != planned.Stream.Id
            && !(names.TryGetValue(planned.Stream with { Id = owner }, out var next) && next != name)
                ? owner
                : null;
    }

    private static ImmutableArray<PlannedStream> WithTheirModels(ImmutableArray<PlannedStream> plan)
    {
        var models = plan.Where(planned => planned.Conflict is null).Select(planned => planned.Stream.Id).ToHashSet();
        return [.. plan.Select(planned => planned.Writes && planned.ModelId is { } model && !models.Contains(model)
            ? planned.Refused(ImportConflictKind.ModelInConflict, $"its model {model} is in conflict or not in the file")
            : planned)];
    }

    private static void MustDiffer(ImmutableArray<PlannedStream> plan)
    {
        var twice = plan.Where(planned => planned.LiveName is not null).GroupBy(planned => (planned.Stream.Kind, planned.LiveName)).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new ImportRefusedException($"two streams of kind {twice.Key.Kind} in it have the name '{twice.Key.LiveName}': {string.Join(" and ", twice.Select(planned => planned.Stream.Id).Take(2))}");
    }

    private static async Task<Dictionary<(string Kind, string Name), Guid>> ReadOwnersAsync(NpgsqlDataSource database, ImmutableArray<PlannedStream> plan, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            SELECT 'model', live_name, id FROM models WHERE live_name = ANY ($1)
            UNION ALL SELECT 'experiment', name, id FROM experiments WHERE name = ANY ($1)
            """, (object)plan.Select(planned => planned.LiveName).OfType<string>().ToArray());
        var owners = await command.ListAsync(row => (Key: (row.GetString(0), row.GetString(1)), Id: row.GetGuid(2)), cancellationToken);
        return owners.ToDictionary(owner => owner.Key, owner => owner.Id);
    }
}
