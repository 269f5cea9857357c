using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Search;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Http.Native;

/// <summary>Finding models and versions by what they are.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/versions", FindAllVersionsAsync).Needs(Role.Viewer).WithSummary("The versions of all models that a filter lets pass");

    /// <summary>Models that a filter lets pass.</summary>
    public static Task<IResult> FindModelsAsync(HttpContext http, IRegistrySearch search, string? filter, string? orderBy, int? pageSize, string? pageToken) => GuardAsync(async () =>
    {
        var found = await search.FindModelsAsync(Request(http, filter, orderBy, pageSize, pageToken), http.RequestAborted);
        return Respond.Json(new { models = found.Rows, found.NextPageToken });
    });

    /// <summary>Versions of one model that a filter lets pass.</summary>
    public static Task<IResult> FindVersionsAsync(HttpContext http, IRegistrySearch search, Guid model, string? filter, string? orderBy, int? pageSize, string? pageToken) => GuardAsync(async () =>
    {
        var found = await search.FindVersionsAsync(Request(http, filter, orderBy, pageSize, pageToken) with { Model = model }, http.RequestAborted);
        return Respond.Json(new { versions = found.Rows.Select(row => VersionDocument.Of(row.Version)), found.NextPageToken });
    });

    private static Task<IResult> FindAllVersionsAsync(HttpContext http, IRegistrySearch search, string? filter, string? orderBy, int? pageSize, string? pageToken) => GuardAsync(async () =>
    {
        var found = await search.FindVersionsAsync(Request(http, filter, orderBy, pageSize, pageToken), http.RequestAborted);
        return Respond.Json(new { versions = found.Rows.Select(row => new { row.Model, row.ModelId, version = VersionDocument.Of(row.Version) }), found.NextPageToken });
    });

    private static SearchRequest Request(HttpContext http, string? filter, string? orderBy, int? pageSize, string? pageToken) => new()
    {
        Filter = filter ?? "",
        OrderBy = orderBy ?? "",
        Scope = Caller.Of(http).Scope,
        PageSize = Paging.Size(pageSize),
        PageToken = pageToken,
    };

    private static async Task<IResult> GuardAsync(Func<Task<IResult>> find)
    {
        try
        {
            return await find();
        }
        catch (FilterException wrong)
        {
            throw new BadRequestException($"filter or orderBy cannot be read: {wrong.Message}", "invalid_filter");
        }
        catch (PageTokenException wrong)
        {
            throw new BadRequestException(wrong.Message, "invalid_page_token");
        }
    }
}
