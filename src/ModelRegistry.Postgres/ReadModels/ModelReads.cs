using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ModelRegistry.Postgres.ReadModels;

/// <summary>When each model was last asked for. Noted in memory and written once a minute: a host that is killed forgets the last minute.</summary>
public sealed partial class ModelReads(NpgsqlDataSource database, TimeProvider clock, ILogger<ModelReads> logger) : BackgroundService
{
    private const int MostListed = 1_000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> noted = new();

    /// <summary>Somebody asks for a model.</summary>
    public void Note(Guid model) => noted[model] = clock.GetUtcNow();

    /// <summary>Writes what was noted; what cannot be written is noted still.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task WriteAsync(CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            var reads = noted.ToArray();
            if (reads.Length == 0)
                return 0;
            await using var command = database.Command("""
                INSERT INTO model_reads (model_id, at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) ORDER BY 1
                ON CONFLICT (model_id) DO UPDATE SET at = greatest(model_reads.at, excluded.at)
                """, reads.Select(read => read.Key).ToArray(), reads.Select(read => read.Value).ToArray());
            var written = await command.ExecuteNonQueryAsync(cancellationToken);
            foreach (var read in reads)
                noted.TryRemove(read);
            return written;
        },
        "writing when models were read");

    /// <summary>Models that nobody asked for since a time, and that no prediction was made by on its day or since; at most 1,000, by name.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public Task<IReadOnlyList<UnusedModel>> ListUnusedAsync(string prefix, DateTimeOffset since, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command("""
                SELECT m.id, m.name, (SELECT max(s.day) FROM prediction_spans s WHERE s.model_id = m.id), r.at, m.created_at, m.production, m.archived_at
                FROM models m LEFT JOIN model_reads r ON r.model_id = m.id
                WHERE m.deleted_at IS NULL AND starts_with(m.name, $1) AND m.created_at < $2 AND (r.at IS NULL OR r.at < $2)
                    AND NOT EXISTS (SELECT FROM prediction_spans s WHERE s.model_id = m.id AND s.day >= ($2 AT TIME ZONE 'UTC')::date)
                ORDER BY m.name COLLATE "C" LIMIT $3
                """, prefix, since, MostListed);
            return await command.ListAsync(Read, cancellationToken);
        },
        "listing unused models");

    /// <summary>Writes what was noted last.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryWriteAsync(stoppingToken);
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or NpgsqlException)
        {
            LogAway(logger, error);
        }
    }

    private static UnusedModel Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Name = row.GetString(1),
        LastTraffic = row.Maybe<DateOnly>(2),
        LastRead = row.Maybe<DateTimeOffset>(3),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(4),
        Production = row.Maybe<int>(5),
        ArchivedAt = row.Maybe<DateTimeOffset>(6),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "When models were read could not be written; it is tried again in a minute")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
