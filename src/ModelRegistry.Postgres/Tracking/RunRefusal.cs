using System.Collections.Immutable;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Why a run took no write; asked only after a write that found nothing to do.</summary>
internal static class RunRefusal
{
    public static async Task<TrackingException> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        await OfStateAsync(database, id, cancellationToken) ?? TrackingException.Invalid($"The run {RunId.Text(id)} was deleted when this was tried, and is not any more; try again.");

    /// <summary>Null when the run is active: then the reason is another.</summary>
    public static async Task<TrackingException?> OfStateAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(database, id, cancellationToken);
        if (found is null)
            return RunId.Unknown(RunId.Text(id));
        return found.Value.Deleted ? TrackingException.Invalid($"The run {RunId.Text(id)} must be in the 'active' state. Current state is deleted.") : null;
    }

    /// <summary>The same, where other values for params that are there can be the reason too.</summary>
    public static async Task<TrackingException> FindAsync(NpgsqlDataSource database, Guid id, ImmutableArray<KeyedText> given, CancellationToken cancellationToken) =>
        await OfStateAsync(database, id, cancellationToken) is { } state ? state : ParamChanges.Refusal(id, given, (await ReadAsync(database, id, cancellationToken))!.Value.Params);

    private static Task<(bool Deleted, ImmutableArray<KeyedText> Params)?> ReadAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("SELECT deleted, params FROM runs WHERE id = $1", id);
            var rows = await command.ListAsync(row => (row.GetBoolean(0), KeyedTexts.Read(row, 1)), cancellationToken);
            return rows is [var row] ? row : ((bool, ImmutableArray<KeyedText>)?)null;
        },
        "reading a run");
}
