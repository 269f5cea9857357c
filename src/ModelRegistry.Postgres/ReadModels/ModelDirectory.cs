using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Looks names up in <c>models</c> and <c>former_names</c>.</summary>
internal sealed class ModelDirectory(NpgsqlDataSource database) : IModelDirectory
{
    public Task<Guid?> FindAsync(string name, bool evenDeleted = false, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync<Guid?>(
        async () =>
        {
            if (!IsText(name))
                return null;
            var byId = IModelDirectory.IsId(name) && Guid.TryParseExact(name.AsSpan(IModelDirectory.IdPrefix.Length), "D", out var id) ? id : (Guid?)null;
            await using var command = byId is { } known
                ? database.Command("SELECT id FROM models WHERE id = $1 AND ($2 OR deleted_at IS NULL)", known, evenDeleted)
                : database.Command("SELECT id FROM models WHERE live_name = $1", name);
            return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
        },
        "looking for a model");

    public Task<Guid?> FindFormerAsync(string name, Guid commandId, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync<Guid?>(
        async () =>
        {
            if (!IsText(name))
                return null;
            await using var command = database.Command("""
                SELECT f.model_id FROM former_names f JOIN commands c ON c.stream_kind = 'model' AND c.stream_id = f.model_id AND c.command_id = $2
                WHERE f.name = $1 LIMIT 1
                """, name, commandId);
            return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
        },
        "looking for a former name");

    // PostgreSQL's text cannot hold NUL, so no model has such a name.
    private static bool IsText(string name) => !name.Contains('\0', StringComparison.Ordinal);
}
