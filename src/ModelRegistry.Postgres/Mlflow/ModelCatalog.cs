using ModelRegistry.Core.Search;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;
using Npgsql;

namespace ModelRegistry.Postgres.Mlflow;

/// <summary>Reads <c>models</c>, <c>model_versions</c> and <c>model_aliases</c>.</summary>
internal sealed class ModelCatalog(NpgsqlDataSource database) : IModelCatalog
{
    private const string Group = "CASE v.stage WHEN 'Staging' THEN 1 WHEN 'Production' THEN 2 WHEN 'Deprecated' THEN 3 WHEN 'Archived' THEN 3 ELSE 0 END";

    private const string Latest = $"""
        SELECT {CatalogRows.Version} FROM
            (SELECT DISTINCT ON (v.model_id, {Group}) v.* FROM model_versions v WHERE v.model_id = ANY ($1) AND v.deleted_at IS NULL ORDER BY v.model_id, {Group}, v.number DESC) v
            JOIN models m ON m.id = v.model_id
        ORDER BY v.model_id, v.number
        """;

    private const string VersionsOfModels = "models m JOIN model_versions v ON v.model_id = m.id AND v.deleted_at IS NULL";

    private const string LastChangedFirst = "last_updated_timestamp DESC";

    private const string Versions = $"SELECT {CatalogRows.Version} FROM {VersionsOfModels}";

    private const string Deleted =
        "SELECT EXISTS (SELECT FROM models m JOIN model_versions v ON v.model_id = m.id WHERE m.live_name = $1 AND v.number = $2 AND v.deleted_at IS NOT NULL)";

    public Task<RegisteredModel?> FindModelAsync(string name, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"SELECT {CatalogRows.Model} FROM models m WHERE m.live_name = $1", name);
            return await command.FirstAsync(CatalogRows.ReadModel, cancellationToken) is { } model ? (await WithLatestAsync([model], cancellationToken))[0] : null;
        },
        "reading a model");

    public Task<RegisteredModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"{Versions} WHERE m.live_name = $1 AND v.number = $2", model, number);
            return await command.FirstAsync(CatalogRows.ReadVersion, cancellationToken);
        },
        "reading a version");

    public Task<bool> WasDeletedAsync(string model, int number, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command(Deleted, model, number);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
        },
        "looking for a deleted version");

    public Task<RegisteredModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default) => DatabaseErrors.GuardAsync(
        async () =>
        {
            await using var command = database.Command($"{Versions} JOIN model_aliases n ON n.model_id = m.id AND n.number = v.number WHERE m.live_name = $1 AND n.alias = $2", model, alias);
            return await command.FirstAsync(CatalogRows.ReadVersion, cancellationToken);
        },
        "looking for an alias");

    public async Task<SearchPage<RegisteredModel>> SearchModelsAsync(CatalogSearch search, CancellationToken cancellationToken = default)
    {
        var filter = FilterParser.Parse(search.Filter, SearchFields.RegisteredModels);
        var pages = new PagedSearch(CatalogTargets.Models, FilterParser.ParseOrders(search.OrderBy, SearchFields.RegisteredModelOrders), search.Digest, search.PageToken);
        var sql = Statement(CatalogTargets.Models, search, filter, pages, CatalogRows.Model, "models m");
        return await DatabaseErrors.GuardAsync(
            async () =>
            {
                var page = await pages.ReadAsync(database, sql, search.PageSize, CatalogRows.ReadModel, cancellationToken);
                return page with { Rows = await WithLatestAsync(page.Rows, cancellationToken) };
            },
            "searching registered models");
    }

    public Task<SearchPage<RegisteredModelVersion>> SearchVersionsAsync(CatalogSearch search, CancellationToken cancellationToken = default)
    {
        var filter = FilterParser.Parse(search.Filter, SearchFields.ModelVersions);
        var orders = FilterParser.ParseOrders(search.OrderBy.IsEmpty ? [LastChangedFirst] : search.OrderBy, SearchFields.ModelVersionOrders);
        var pages = new PagedSearch(CatalogTargets.Versions, orders, search.Digest, search.PageToken);
        var sql = Statement(CatalogTargets.Versions, search, filter, pages, CatalogRows.Version, VersionsOfModels);
        return DatabaseErrors.GuardAsync(() => pages.ReadAsync(database, sql, search.PageSize, CatalogRows.ReadVersion, cancellationToken), "searching versions");
    }

    private static SqlText Statement(SearchTarget target, CatalogSearch search, Filter filter, PagedSearch pages, string columns, string from)
    {
        var sql = new SqlText().Add("SELECT ").Add(columns).Add(", ");
        pages.Place(sql);
        sql.Add(" FROM ").Add(from).Add(" WHERE m.deleted_at IS NULL");
        if (search.Scope.Length > 0)
            sql.Add(" AND starts_with(m.name, ").Value(search.Scope).Add(")");
        sql.Add(" AND ");
        SearchSql.Where(sql, target, filter);
        pages.Page(sql, filter, search.PageSize);
        return sql;
    }

    private async Task<IReadOnlyList<RegisteredModel>> WithLatestAsync(IReadOnlyList<RegisteredModel> models, CancellationToken cancellationToken)
    {
        await using var command = database.Command(Latest, models.Select(model => model.Id).ToArray());
        var latest = (await command.ListAsync(CatalogRows.ReadVersion, cancellationToken)).ToLookup(version => version.ModelId);
        return [.. models.Select(model => model with { LatestVersions = [.. latest[model.Id]] })];
    }
}
