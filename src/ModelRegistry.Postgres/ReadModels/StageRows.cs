using ModelRegistry.Postgres.Events;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Writes where versions end up, and which are in production: for all models of a batch by the same few statements.</summary>
internal static class StageRows
{
    /// <summary>
    /// What leaves production leaves first, whatever the order of the events: at no moment are two versions of a governed model in production.
    /// </summary>
    public static void Move(IReadOnlyCollection<VersionMove> moves, ProjectionBatch batch)
    {
        if (moves.Count == 0)
            return;
        batch.Write("""
            UPDATE model_versions v SET stage = moved.stage, updated_at = moved.at
            FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[]) AS moved (model, number, stage, at)
            WHERE v.model_id = moved.model AND v.number = moved.number
            """, Models(moves), Numbers(moves), moves.Select(move => move.To.ToString()).ToArray(), moves.Select(move => move.At.UtcDateTime).ToArray());
        if (moves.Where(move => move.LeavesProduction).ToArray() is { Length: > 0 } left)
        {
            batch.Write("""
                DELETE FROM versions_in_production p USING unnest($1::uuid[], $2::int[]) AS gone (model, number) WHERE p.model_id = gone.model AND p.number = gone.number
                """, Models(left), Numbers(left));
        }

        if (moves.Where(move => move.EntersProduction).ToArray() is { Length: > 0 } entered)
        {
            batch.Write("""
                INSERT INTO versions_in_production (model_id, number, governed)
                SELECT m.id, come.number, m.lifecycle = 'Governed' FROM unnest($1::uuid[], $2::int[]) AS come (model, number) JOIN models m ON m.id = come.model
                """, Models(entered), Numbers(entered));
        }
    }

    private static Guid[] Models(IEnumerable<VersionMove> moves) => [.. moves.Select(move => move.Model)];

    private static int[] Numbers(IEnumerable<VersionMove> moves) => [.. moves.Select(move => move.Number)];
}
