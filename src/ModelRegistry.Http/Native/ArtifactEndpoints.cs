using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Core.Hashing;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Artifacts;

namespace ModelRegistry.Http.Native;

/// <summary>Content-addressed bytes, and trees of them.</summary>
internal static class ArtifactEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapArtifacts(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/artifacts", PutAsync).Needs(Role.Scientist).WithSummary("Store bytes; answers with their digest");
        routes.MapPut("/artifacts/{digest}", PutExpectedAsync).Needs(Role.Scientist).WithSummary("Store bytes that must have the digest; 409 when they have another");
        routes.MapMethods("/artifacts/{digest}", Reading, GetAsync).Needs(Role.Viewer).WithSummary("The bytes of a digest, verified");
        routes.MapPost("/artifacts/trees", PutTreeAsync).Needs(Role.Scientist).WithSummary("Make a tree of stored files; answers with its digest");
        routes.MapGet("/artifacts/{digest}/files", FilesAsync).Needs(Role.Viewer).WithSummary("The files of a tree");
        routes.MapMethods("/artifacts/{digest}/files/{**path}", Reading, FileAsync).Needs(Role.Viewer).WithSummary("The bytes of one file of a tree, verified");
        routes.MapPost("/artifacts/collect", CollectAsync).Needs(Role.Admin).WithSummary("Remove artifacts that nothing refers to, after the grace period; ?dryRun=true only says what would go");
    }

    private static Task<IResult> PutAsync(HttpContext http, IArtifactStore store) => StoreAsync(http, store, expected: null);

    private static Task<IResult> PutExpectedAsync(HttpContext http, IArtifactStore store, string digest) => Digest.IsWellFormed(digest)
        ? StoreAsync(http, store, digest)
        : throw new BadRequestException($"the digest is '{digest}'; 64 lower-case hexadecimal digits are wanted");

    private static async Task<IResult> StoreAsync(HttpContext http, IArtifactStore store, string? expected)
    {
        var stored = await store.PutAsync(http.Request.Body, expected, http.RequestAborted);
        return stored.Outcome == PutOutcome.Conflict
            ? Problem.Of(StatusCodes.Status409Conflict, "digest_mismatch", $"the {stored.Size} bytes have the digest {stored.Digest}, not {expected}; nothing was stored")
            : Respond.Json(stored, stored.Outcome == PutOutcome.Stored ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> GetAsync(HttpContext http, IArtifactStore store, string digest) =>
        await store.OpenAsync(digest, http.RequestAborted) is { } content ? new ArtifactResult(content) : NotFound(digest);

    private static async Task<IResult> PutTreeAsync(HttpContext http, IArtifactTrees trees)
    {
        var (_, body) = await Command.ReadAsync<TreeBody>(http);
        var tree = await trees.PutAsync([.. body.Files.Select(file => (file.Path, file.Digest))], http.RequestAborted);
        return Respond.Json(new StoredTree(tree.Digest, tree.Size, tree.Files), StatusCodes.Status201Created);
    }

    private static async Task<IResult> FilesAsync(HttpContext http, IArtifactTrees trees, string digest) =>
        await trees.FindAsync(digest, http.RequestAborted) is { } files ? Respond.Json(new StoredTree(digest, files.Sum(file => file.Size), files)) : NoTree(digest);

    private static async Task<IResult> FileAsync(HttpContext http, IArtifactStore store, IArtifactTrees trees, string digest, string path)
    {
        if (await trees.FindFileAsync(digest, path, http.RequestAborted) is { } found)
            return await GetAsync(http, store, found.Digest);
        return await trees.FindAsync(digest, http.RequestAborted) is null ? NoTree(digest) : Problem.Of(404, "file_not_found", $"the tree {digest} has no file '{path}'");
    }

    private static async Task<IResult> CollectAsync(HttpContext http, IArtifactCollector collector, [FromQuery] bool dryRun = false)
    {
        var report = dryRun ? await collector.PreviewAsync(http.RequestAborted) : await collector.CollectAsync(http.RequestAborted);
        return report.Busy
            ? Problem.Of(StatusCodes.Status409Conflict, "artifacts_held", "a backup or another collection is under way; try again when it is done")
            : Respond.Json(report);
    }

    private static IResult NotFound(string digest) => Problem.Of(404, "artifact_not_found", $"there is no artifact '{digest}'");

    private static IResult NoTree(string digest) => Problem.Of(404, "tree_not_found", $"there is no tree '{digest}'");
}
