using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Http.Native;

/// <summary>Models: create, read, aliases, traffic, history.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models", CreateAsync).Needs(Role.Scientist).WithSummary("Create a model");
        routes.MapGet("/models", ListAsync).Needs(Role.Viewer).WithSummary("The models by name, or those that a filter lets pass");
        routes.MapGet("/models/{model}", GetAsync).Needs(Role.Viewer).WithSummary("One model with its versions, now or at a time of the past");
        routes.MapPatch("/models/{model}", EditAsync).Needs(Role.Scientist).WithSummary("Rename a model, or change what is said about it");
        routes.MapDelete("/models/{model}", DeleteAsync).Needs(Role.Approver).WithSummary("Delete a model: its name is free again, its history stays");
        routes.MapPost("/models/{model}/archive", ArchiveAsync).Needs(Role.Approver).WithSummary("Put a model away");
        routes.MapPost("/models/{model}/restore", RestoreAsync).Needs(Role.Approver).WithSummary("Bring an archived model back");
        routes.MapGet("/unused-models", UnusedAsync).Needs(Role.Viewer).WithSummary("Models without traffic and without readers since a time");
        routes.MapPut("/models/{model}/aliases/{alias}", SetAliasAsync).Needs(Role.Scientist).WithSummary("Point an alias at a version");
        routes.MapDelete("/models/{model}/aliases/{alias}", RemoveAliasAsync).Needs(Role.Scientist).WithSummary("Remove an alias");
        routes.MapPut("/models/{model}/traffic", SetTrafficAsync).Needs(Role.Approver).WithSummary("Choose the shadow versions");
        routes.MapPost("/models/{model}/promotions/thaw", ThawAsync).Needs(Role.Approver).WithSummary("Lift a freeze of promotions by hand");
        routes.MapGet("/models/{model}/history", HistoryAsync).Needs(Role.Viewer).WithSummary("Every event of a model: who, when, why, what");
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ModelDoor door)
    {
        var (context, body) = await Command.ReadAsync<CreateModelBody>(http);
        if (!Caller.Of(http).MayTouch(body.Name))
            return Problem.Of(403, "out_of_scope", $"the token may only touch models whose name begins with '{Caller.Of(http).Scope}'");
        var command = new CreateModel { Name = body.Name, Description = body.Description, Tags = body.Tags, Lifecycle = body.Lifecycle };
        return Respond.With(http, await door.CreateAsync(context, command, http.RequestAborted), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, IModelQueries queries, IRegistrySearch search, int? pageSize, string? pageToken, string? filter, string? orderBy)
    {
        if (filter is not null || orderBy is not null)
            return await SearchEndpoints.FindModelsAsync(http, search, filter, orderBy, pageSize, pageToken);
        var size = Paging.Size(pageSize);
        var models = await queries.ListAsync(Caller.Of(http).Scope, pageToken, size, http.RequestAborted);
        return Respond.Json(new { models, nextPageToken = models.Count == size ? models[^1].Name : null });
    }

    private static async Task<IResult> GetAsync(HttpContext http, ModelDoor door, PastDoor past, string model, DateTimeOffset? at)
    {
        if (at is { } time)
            return Respond.Json(await past.ViewAsync(await door.FindAsync(model, Caller.Of(http), http.RequestAborted, evenDeleted: true), model, time, http.RequestAborted));
        var view = await door.ViewAsync(await door.FindAsync(model, Caller.Of(http), http.RequestAborted));
        http.Response.Headers.ETag = $"\"{view.Revision}\"";
        return Respond.Json(view);
    }

    private static async Task<IResult> EditAsync(HttpContext http, ModelDoor door, string model)
    {
        var (context, body) = await Command.ReadAsync<EditModelBody>(http);
        var id = await door.FindForAsync(context, model, Caller.Of(http), http.RequestAborted);
        if (body.Name is not { } name)
            return Respond.With(http, await door.Grain(id).Edit(context, new() { Description = body.Description, SetTags = body.Tags, RemoveTags = body.RemoveTags }));
        if (body.Description is not null || !body.Tags.IsEmpty || !body.RemoveTags.IsEmpty)
            throw new BadRequestException("name stands beside other changes; a model is renamed in a request of its own");
        if (!Caller.Of(http).MayTouch(name))
            return Problem.Of(403, "out_of_scope", $"the token may only touch models whose name begins with '{Caller.Of(http).Scope}'");
        return Respond.With(http, await door.Grain(id).Rename(context, new() { Name = name }));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, ModelDoor door, string model, string? reason, bool force = false)
    {
        var context = await Command.ReadAsync(http);
        var id = await door.FindForAsync(context, model, Caller.Of(http), http.RequestAborted);
        return Respond.With(http, await door.Grain(id).Delete(context, new() { Reason = reason ?? "", Force = force }));
    }

    private static async Task<IResult> ArchiveAsync(HttpContext http, ModelDoor door, string model)
    {
        var (context, body) = await Command.ReadAsync<ReasonBody>(http);
        return Respond.With(http, await door.Grain(await door.FindAsync(model, Caller.Of(http), http.RequestAborted)).Archive(context, new() { Reason = body.Reason }));
    }

    private static async Task<IResult> RestoreAsync(HttpContext http, ModelDoor door, string model)
    {
        var (context, body) = await Command.ReadAsync<ReasonBody>(http);
        return Respond.With(http, await door.Grain(await door.FindAsync(model, Caller.Of(http), http.RequestAborted)).Restore(context, new() { Reason = body.Reason }));
    }

    private static async Task<IResult> UnusedAsync(HttpContext http, ModelReads reads, DateTimeOffset since) =>
        Respond.Json(new { models = await reads.ListUnusedAsync(Caller.Of(http).Scope, since, http.RequestAborted) });

    private static async Task<IResult> SetAliasAsync(HttpContext http, ModelDoor door, string model, string alias)
    {
        var (context, body) = await Command.ReadAsync<AliasBody>(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var version = await door.SelectAsync(id, body.Version.Text);
        return Respond.With(http, await door.Grain(id).SetAlias(context, new() { Alias = alias, Number = version.Number }));
    }

    private static async Task<IResult> RemoveAliasAsync(HttpContext http, ModelDoor door, string model, string alias)
    {
        var context = await Command.ReadAsync(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        return Respond.With(http, await door.Grain(id).RemoveAlias(context, new() { Alias = alias }));
    }

    private static async Task<IResult> SetTrafficAsync(HttpContext http, ModelDoor door, string model)
    {
        var (context, body) = await Command.ReadAsync<TrafficBody>(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var shadows = await Task.WhenAll(body.Shadow.Select(selector => door.SelectAsync(id, selector.Text)));
        var command = new SetShadows { Numbers = [.. shadows.Select(version => version.Number)], Reason = body.Reason };
        return Respond.With(http, await door.Grain(id).SetShadows(context, command));
    }

    private static async Task<IResult> ThawAsync(HttpContext http, ModelDoor door, string model)
    {
        var (context, body) = await Command.ReadAsync<ReasonBody>(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        return Respond.With(http, await door.Grain(id).Thaw(context, new() { Reason = body.Reason }));
    }

    private static async Task<IResult> HistoryAsync(HttpContext http, ModelDoor door, IAuditLog audit, string model, int? pageSize, string? pageToken)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted, evenDeleted: true);
        return Respond.Json(await HistoryPage.ReadAsync(audit, new() { StreamKind = "model", StreamId = id }, pageSize, pageToken, http.RequestAborted));
    }
}
