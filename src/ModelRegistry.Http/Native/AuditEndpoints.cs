using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Events;
using ModelRegistry.Postgres.ReadModels;

namespace ModelRegistry.Http.Native;

/// <summary>The log of all that was done: reading it, verifying it, and making the tables again from it.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", ListAsync).Needs(Role.Approver).WithSummary("Every event of the registry");
        routes.MapGet("/audit/export", Export).Needs(Role.Approver).WithSummary("Every event of the registry, one a line, the earliest first");
        routes.MapGet("/audit/verify", VerifyAsync).Needs(Role.Approver)
            .WithSummary("Verify the chain of hashes: lines of progress, then a report with the first broken link of every broken stream");
        routes.MapPost("/audit/rebuild", RebuildAsync).Needs(Role.Admin)
            .WithSummary("Make the tables of models and A/B tests again from the events: lines of progress, then how many there were");
    }

    private static async Task<IResult> ListAsync(HttpContext http, IAuditLog audit, string? actor, string? type, int? pageSize, string? pageToken) =>
        OutOfScope.Of(Caller.Of(http), "/models/{model}/history tells of one model")
        ?? Respond.Json(await HistoryPage.ReadAsync(audit, new() { Actor = actor, Type = type }, pageSize, pageToken, http.RequestAborted));

    private static IResult Export(HttpContext http, IAuditLog audit) =>
        OutOfScope.Of(Caller.Of(http), "/models/{model}/history tells of one model")
        ?? new LinesResult(async (write, cancellation) =>
        {
            await foreach (var entry in audit.ExportAsync(cancellation))
                await write(HistoryEntry.Of(entry));
        });

    private static IResult VerifyAsync(HttpContext http, HashChain chain, string? kind, Guid? id)
    {
        if (kind is null != id is null)
            throw new BadRequestException($"{(kind is null ? "id" : "kind")} is given without {(kind is null ? "kind" : "id")}; a stream is named by both, such as kind=model&id={Guid.Empty}");
        var only = kind is null ? (StreamId?)null : new StreamId(kind, id!.Value);
        return OutOfScope.Of(Caller.Of(http), "an auditor without a scope has to make it")
            ?? new LinesResult(async (write, cancellation) => await write(new { report = await chain.VerifyAsync(only, progress => write(new { progress }), cancellation) }));
    }

    private static IResult RebuildAsync(HttpContext http, ReadModelRebuilder rebuilder) =>
        OutOfScope.Of(Caller.Of(http), "an admin without a scope has to make it")
        ?? new LinesResult(async (write, cancellation) => await write(new { report = await rebuilder.RebuildAsync(progress => write(new { progress }), cancellation) }));
}
