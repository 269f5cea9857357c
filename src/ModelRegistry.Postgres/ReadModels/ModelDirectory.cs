using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>Looks names up in <c>models</c>.</summary>
internal sealed class ModelDirectory(NpgsqlDataSource database) : IModelDirectory
{
    private const string IdPrefix = "id:";

    public Task<Guid?> FindAsync(string name, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync<Guid?>(
        async () =>
        {
            // PostgreSQL's text cannot hold NUL, so no model has such a name.
            if (name.Contains('\0', StringComparison.Ordinal))
                return null;
            var byId = name.StartsWith(IdPrefix, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(IdPrefix.Length), "D", out var id) ? id : (Guid?)null;
            await using var command = byId is { } known
                ? database.Command("SELECT id FROM models WHERE id = $1 AND deleted_at IS NULL", known)
                : database.Command("SELECT id FROM models WHERE name = $1 AND deleted_at IS NULL", name);
            return await command.ExecuteScalarAsync(cancellationToken) as Guid?;
        },
        "looking for a model");
}
