using Npgsql;

namespace ModelRegistry.Postgres.Log;

/// <summary>Makes the partitions of yesterday, today and the days ahead, once a day of the clock.</summary>
internal sealed class LogPartitions(NpgsqlDataSource database, int daysAhead, TimeProvider time)
{
    private DateOnly _madeOn;

    /// <summary>Makes what is missing; does nothing when it has done so today.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var today = LogTime.Today(time);
        if (today == _madeOn)
            return;
        await using var make = database.CreateCommand("SELECT make_log_partitions($1, $2)");
        make.Parameters.AddWithValue(today.AddDays(-1));
        make.Parameters.AddWithValue(today.AddDays(daysAhead));
        await make.ExecuteNonQueryAsync(cancellationToken);
        _madeOn = today;
    }
}
