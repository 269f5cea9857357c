using System.Globalization;
using ModelRegistry.Core.Tracking;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;
using Npgsql;

namespace ModelRegistry.Postgres.Tracking;

/// <summary>Every value of one metric of one run, in the order of the primary key.</summary>
internal sealed class MetricHistory(Guid run, string key)
{
    private readonly string _digest = PageToken.DigestOf(nameof(MetricHistory), RunId.Text(run), key);

    public Task<SearchPage<LoggedMetric>> ReadAsync(NpgsqlDataSource database, int size, string? pageToken, CancellationToken cancellationToken)
    {
        var sql = new SqlText()
            .Add("SELECT m.step, m.timestamp, m.value FROM run_metrics m WHERE m.series = (SELECT l.series FROM run_latest_metrics l WHERE l.run_id = ").Value(run)
            .Add(" AND l.key = ").Value(key).Add(")");
        if (pageToken is not null)
        {
            var (step, timestamp, value) = Place(pageToken);
            sql.Add(" AND (m.step, m.timestamp, m.value) > (").Value(step).Add(", ").Value(timestamp).Add(", ").Value(value).Add(")");
        }

        sql.Add(" ORDER BY m.step, m.timestamp, m.value LIMIT ").Value(size + 1);
        return DatabaseErrors.GuardAsync(() => PageAsync(database, sql, size, cancellationToken), "reading the history of a metric");
    }

    private async Task<SearchPage<LoggedMetric>> PageAsync(NpgsqlDataSource database, SqlText sql, int size, CancellationToken cancellationToken)
    {
        await using var command = sql.ToCommand(database);
        var rows = await command.ListAsync(row => new LoggedMetric(key, row.GetDouble(2), row.GetInt64(1), row.GetInt64(0)), cancellationToken);
        return rows.Count <= size ? new(rows, null) : new([.. rows.Take(size)], Token(rows[size - 1]));
    }

    private string Token(LoggedMetric last) => new PageToken
    {
        Search = _digest,
        Place =
        [
            last.Step.ToString(CultureInfo.InvariantCulture), last.Timestamp.ToString(CultureInfo.InvariantCulture), last.Value.ToString("R", CultureInfo.InvariantCulture),
        ],
    }.Write();

    private (long Step, long Timestamp, double Value) Place(string pageToken)
    {
        var place = PageToken.Read(pageToken, _digest, orders: 0, identity: 3).Place;
        return long.TryParse(place[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var step)
            && long.TryParse(place[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var timestamp)
            && double.TryParse(place[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? (step, timestamp, value)
            : throw new PageTokenException("pageToken is none that this history has given");
    }
}
