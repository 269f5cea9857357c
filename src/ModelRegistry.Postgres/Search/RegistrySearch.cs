using ModelRegistry.Core.Search;
using ModelRegistry.Postgres.ReadModels;
using Npgsql;

namespace ModelRegistry.Postgres.Search;

/// <summary>Searches <c>models</c> and <c>model_versions</c>.</summary>
internal sealed class RegistrySearch(NpgsqlDataSource database) : IRegistrySearch
{
    private const string ByName = "name";

    public Task<SearchPage<FoundVersion>> FindVersionsAsync(SearchRequest request, CancellationToken cancellationToken = default) =>
        FindAsync(SearchTarget.Versions, SearchFields.Versions, request, request.OrderBy, $"{VersionRows.Columns}, m.id, m.name", "model_versions v JOIN models m ON m.id = v.model_id AND v.deleted_at IS NULL", Read, cancellationToken);

    public Task<SearchPage<ModelSummary>> FindModelsAsync(SearchRequest request, CancellationToken cancellationToken = default) =>
        FindAsync(SearchTarget.Models, SearchFields.Models, request, request.OrderBy.Length == 0 ? ByName : request.OrderBy, ModelQueries.Columns, "models m", ModelQueries.ReadModel, cancellationToken);

    private static FoundVersion Read(NpgsqlDataReader row) => new()
    {
        Version = VersionRows.Read(row),
        ModelId = row.GetGuid(VersionRows.Width),
        Model = row.GetString(VersionRows.Width + 1),
    };

    private Task<SearchPage<T>> FindAsync<T>(
        SearchTarget target, SearchFields fields, SearchRequest request, string orderBy, string columns, string from, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var filter = FilterParser.Parse(request.Filter, fields);
        var orders = FilterParser.ParseOrder(orderBy, fields);
        var pages = new PagedSearch(target, orders, PageToken.DigestOf(request.Filter, orderBy, request.Model?.ToString()), request.PageToken);
        var sql = Statement(target, request, filter, pages, columns, from);
        return DatabaseErrors.GuardAsync(() => pages.ReadAsync(database, sql, request.PageSize, read, cancellationToken), "searching the registry");
    }

    private static SqlText Statement(SearchTarget target, SearchRequest request, Filter filter, PagedSearch pages, string columns, string from)
    {
        var sql = new SqlText().Add("SELECT ").Add(columns).Add(", ");
        pages.Place(sql);
        sql.Add(" FROM ").Add(from).Add(" WHERE m.deleted_at IS NULL");
        if (request.Scope.Length > 0)
            sql.Add(" AND starts_with(m.name, ").Value(request.Scope).Add(")");
        if (request.Model is { } model)
            sql.Add(" AND m.id = ").Value(model);
        sql.Add(" AND ");
        SearchSql.Where(sql, target, filter);
        pages.Page(sql, filter, request.PageSize);
        return sql;
    }
}
