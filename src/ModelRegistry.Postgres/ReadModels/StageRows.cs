using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Events;
using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Writes where each version ends up, and which versions are in production.</summary>
internal static class StageRows
{
    /// <summary>
    /// What leaves production leaves first, whatever the order of the events: at no moment are two versions of a governed model in production.
    /// </summary>
    /// <returns>Whether the model's row has its new revision, because other versions are in production now.</returns>
    public static bool Move(IEnumerable<StageMoved> moves, CommandEvents command, ProjectionBatch batch)
    {
        var ends = moves.GroupBy(move => move.Number).Select(moved => new End(moved.Key, moved.First().From, moved.Last().To)).OrderBy(end => end.Enters).ToArray();
        foreach (var end in ends)
            batch.Write(end.Enters ? Enter : end.Leaves ? Leave : Stay, command.Stream.Id, end.Number, end.To.ToString(), command.At);
        if (!ends.Any(end => end.Enters || end.Leaves))
            return false;
        // Where an open model has several versions in production the highest number is served.
        batch.Write("""
            UPDATE models SET revision = $2, updated_at = $3, production = now.number,
                routing_revision = CASE WHEN production IS DISTINCT FROM now.number THEN nextval('routing_revisions') ELSE routing_revision END
            FROM (SELECT max(number) AS number FROM versions_in_production WHERE model_id = $1) AS now
            WHERE id = $1
            """, command.Stream.Id, command.Version, command.At);
        return true;
    }

    private const string Stay = "UPDATE model_versions SET stage = $3, updated_at = $4 WHERE model_id = $1 AND number = $2";

    private const string Leave = $"WITH gone AS (DELETE FROM versions_in_production WHERE model_id = $1 AND number = $2) {Stay}";

    private const string Enter = $"""
        WITH moved AS ({Stay} RETURNING governed)
        INSERT INTO versions_in_production (model_id, number, governed) SELECT $1, $2, governed FROM moved
        """;

    private readonly record struct End(int Number, Stage From, Stage To)
    {
        public bool Leaves => From == Stage.Production && To != Stage.Production;

        public bool Enters => From != Stage.Production && To == Stage.Production;
    }
}
