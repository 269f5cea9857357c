using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Why a run took no write.</summary>
internal static class RunActivity
{
    /// <summary>Asked only after a write that found no active run.</summary>
    public static Task<TrackingException> RefusalAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT true FROM runs WHERE id = $1", id);
            return await command.ExecuteScalarAsync(cancellationToken) is null
                ? RunId.Unknown(RunId.Text(id))
                : TrackingException.Invalid($"The run {RunId.Text(id)} must be in the 'active' state. Current state is deleted.");
        },
        "reading a run");
}
