using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Transfer;

namespace ModelRegistry.Http.Native;

/// <summary>From one registry to another.</summary>
internal static class TransferEndpoints
{
    public static void MapTransfer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/export", ExportAsync).Needs(Role.Viewer).WithSummary("The registry, or one model, as a file that another registry imports; all of it needs the role approver");
        routes.MapPost("/import", ImportAsync).Needs(Role.Admin).WithSummary("Import such a file: what is here already stays, what went another way here is listed");
    }

    private static async Task<IResult> ExportAsync(HttpContext http, ModelDoor door, RegistryExport export, string? model, bool artifacts = false)
    {
        var caller = Caller.Of(http);
        if (model is null && (OutOfScope.Of(caller, "name one of them: ?model=NAME") ?? NeedsApprover(caller)) is { } refused)
            return refused;
        var id = model is null ? (Guid?)null : await door.FindAsync(model, caller, http.RequestAborted, evenDeleted: true);
        return new ExportResult(await export.PrepareAsync(id, artifacts, http.RequestAborted), id is null ? "registry.tar" : $"model-{id:D}.tar");
    }

    private static async Task<IResult> ImportAsync(HttpContext http, ImportDesk desk, bool dryRun = false) =>
        OutOfScope.Of(Caller.Of(http), "an admin without a scope has to make it") ?? Respond.Json(await desk.ImportAsync(http, dryRun));

    private static IResult? NeedsApprover(Caller caller) => caller.Role >= Role.Approver
        ? null
        : Problem.Of(403, "forbidden", $"the role {caller.Role} of '{caller.Principal}' exports one model at a time: ?model=NAME");
}
