using System.Collections.Immutable;
using ModelRegistry.Core.Search;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Search;

/// <summary>Searches <c>models</c> and <c>model_versions</c>.</summary>
internal sealed class RegistrySearch(NpgsqlDataSource database) : IRegistrySearch
{
    private const string ByName = "name";

    // What PostgreSQL says to a place that is not of the types of the order: only a token made by hand has one.
    private const string BadText = "22P02", BadTime = "22007", OutOfRangeTime = "22008", OutOfRange = "22003";

    public Task<SearchPage<FoundVersion>> FindVersionsAsync(SearchRequest request, CancellationToken cancellationToken = default) =>
        FindAsync(SearchTarget.Versions, request, request.OrderBy, $"{VersionRows.Columns}, m.id, m.name", "model_versions v JOIN models m ON m.id = v.model_id", Read, cancellationToken);

    public Task<SearchPage<ModelSummary>> FindModelsAsync(SearchRequest request, CancellationToken cancellationToken = default) =>
        FindAsync(SearchTarget.Models, request, request.OrderBy.Length == 0 ? ByName : request.OrderBy, ModelQueries.Columns, "models m", ModelQueries.ReadModel, cancellationToken);

    private static FoundVersion Read(NpgsqlDataReader row) => new()
    {
        Version = VersionRows.Read(row),
        ModelId = row.GetGuid(VersionRows.Width),
        Model = row.GetString(VersionRows.Width + 1),
    };

    private Task<SearchPage<T>> FindAsync<T>(
        SearchTarget target, SearchRequest request, string orderBy, string columns, string from, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var filter = FilterParser.Parse(request.Filter, target.Fields);
        var orders = FilterParser.ParseOrder(orderBy, target.Fields);
        var search = PageToken.DigestOf(request.Filter, orderBy, request.Model);
        var place = request.PageToken is { } token ? PageToken.Read(token, search, orders.Length, target.Identity.Count).Place : (ImmutableArray<string?>?)null;
        var sql = Statement(target, request, filter, orders, place, columns, from);
        return DatabaseErrors.GuardAsync(() => ReadAsync(sql, search, request.PageSize, read, cancellationToken), "searching the registry");
    }

    private static SqlText Statement(
        SearchTarget target, SearchRequest request, Filter filter, ImmutableArray<SearchOrder> orders, ImmutableArray<string?>? place, string columns, string from)
    {
        var sql = new SqlText().Add("SELECT ").Add(columns).Add(", ");
        SearchSql.Place(sql, target, orders);
        sql.Add(" FROM ").Add(from).Add(" WHERE m.deleted_at IS NULL");
        if (request.Scope.Length > 0)
            sql.Add(" AND starts_with(m.name, ").Value(request.Scope).Add(")");
        if (request.Model is { } model)
            sql.Add(" AND m.id = ").Value(model);
        sql.Add(" AND ");
        SearchSql.Where(sql, target, filter);
        if (place is { } after)
            SearchSql.After(sql, target, orders, after);
        sql.Add(" ORDER BY ");
        SearchSql.OrderBy(sql, target, orders);
        return sql.Add(" LIMIT ").Value(request.PageSize + 1);
    }

    private async Task<SearchPage<T>> ReadAsync<T>(SqlText sql, string search, int size, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = sql.ToCommand(database);
            var rows = await command.ListAsync(row => (Row: read(row), Place: row.GetFieldValue<string?[]>(row.FieldCount - 1)), cancellationToken);
            var more = rows.Count > size;
            return new([.. rows.Take(size).Select(row => row.Row)], more ? new PageToken { Search = search, Place = [.. rows[size - 1].Place] }.Write() : null);
        }
        catch (PostgresException wrong) when (wrong.SqlState is BadText or BadTime or OutOfRangeTime or OutOfRange)
        {
            throw new PageTokenException("pageToken is none that this search has given", wrong);
        }
    }
}
