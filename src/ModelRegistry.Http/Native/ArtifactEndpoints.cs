using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Http.Native;

/// <summary>Content-addressed bytes.</summary>
internal static class ArtifactEndpoints
{
    public static void MapArtifacts(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/artifacts", PutAsync).Needs(Role.Scientist).WithSummary("Store bytes; answers with their digest");
        routes.MapGet("/artifacts/{digest}", GetAsync).Needs(Role.Viewer).WithSummary("The bytes of a digest, verified");
    }

    private static async Task<IResult> PutAsync(HttpContext http, IArtifactStore store)
    {
        var stored = await store.PutAsync(http.Request.Body, http.RequestAborted);
        return Respond.Json(stored, StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetAsync(HttpContext http, IArtifactStore store, string digest)
    {
        var content = await store.ReadAsync(digest, http.RequestAborted);
        return content is null
            ? Problem.Of(404, "artifact_not_found", $"there is no artifact '{digest}'")
            : Results.Bytes(content, "application/octet-stream");
    }
}
