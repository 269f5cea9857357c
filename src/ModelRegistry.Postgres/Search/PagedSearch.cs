using System.Collections.Immutable;
using ModelRegistry.Core.Search;
using Npgsql;

namespace ModelRegistry.Postgres.Search;

/// <summary>The order of a search, and the page that is read of it.</summary>
internal sealed class PagedSearch
{
    // What PostgreSQL says to a place that is not of the types of the order: only a token made by hand has one.
    private const string BadText = "22P02", BadTime = "22007", OutOfRangeTime = "22008", OutOfRange = "22003";

    private readonly SearchTarget _target;
    private readonly ImmutableArray<SearchOrder> _orders;
    private readonly string _search;
    private readonly ImmutableArray<string?>? _after;

    /// <param name="target">What is searched.</param>
    /// <param name="orders">Before the identity.</param>
    /// <param name="search">From <see cref="PageToken.DigestOf"/>.</param>
    /// <param name="pageToken">From the page before.</param>
    /// <exception cref="PageTokenException">The token is none, or of another search.</exception>
    public PagedSearch(SearchTarget target, ImmutableArray<SearchOrder> orders, string search, string? pageToken)
    {
        (_target, _orders, _search) = (target, orders, search);
        _after = pageToken is null ? null : PageToken.Read(pageToken, search, orders.Length, target.Identity.Count).Place;
    }

    /// <summary>The column that <see cref="ReadAsync"/> wants last: where a row stands in the order.</summary>
    public void Place(SqlText sql) => SearchSql.Place(sql, _target, _orders);

    /// <summary>After the condition: only rows of the page, in their order, and one more if there is one.</summary>
    public void Page(SqlText sql, Filter filter, int size)
    {
        if (_after is { } after)
            SearchSql.After(sql, _target, _orders, after);
        sql.Add(" ORDER BY ");
        SearchSql.OrderBy(sql, _target, _orders, filter);
        sql.Add(" LIMIT ").Value(size + 1);
    }

    /// <exception cref="PageTokenException">The token has a place that cannot be.</exception>
    public async Task<SearchPage<T>> ReadAsync<T>(NpgsqlDataSource database, SqlText sql, int size, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = sql.ToCommand(database);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            var (rows, last) = (new List<T>(), (string?[]?)null);
            while (await row.ReadAsync(cancellationToken))
            {
                if (rows.Count == size)
                    return new(rows, new PageToken { Search = _search, Place = [.. last!] }.Write());
                rows.Add(read(row));
                if (rows.Count == size)
                    last = row.GetFieldValue<string?[]>(row.FieldCount - 1);
            }

            return new(rows, null);
        }
        catch (PostgresException wrong) when (_after is not null && wrong.SqlState is BadText or BadTime or OutOfRangeTime or OutOfRange)
        {
            throw new PageTokenException("pageToken is none that this search has given", wrong);
        }
    }
}
