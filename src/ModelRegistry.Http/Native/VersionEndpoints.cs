using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Registry;
using ModelRegistry.Contracts.Registry.Commands;
using ModelRegistry.Core.Registry;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.ReadModels;
using ModelRegistry.Postgres.Search;

namespace ModelRegistry.Http.Native;

/// <summary>Versions: register, read, move through their lives.</summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{model}/versions", RegisterAsync).Needs(Role.Scientist).WithSummary("Register a version");
        routes.MapGet("/models/{model}/versions", ListAsync).Needs(Role.Viewer).WithSummary("The versions of a model by number, or those that a filter lets pass");
        routes.MapGet("/models/{model}/versions/{v}", GetAsync).Needs(Role.Viewer).WithSummary("One version with metrics, params and manifest, now or at a time of the past");
        routes.MapPatch("/models/{model}/versions/{v}", EditAsync).Needs(Role.Scientist).WithSummary("Change what is said about a version");
        routes.MapDelete("/models/{model}/versions/{v}", DeleteAsync).Needs(Role.Scientist).WithSummary("Delete a version: its number is not given again, its history stays");
        routes.MapGet("/models/{model}/versions/{v}/verify", VerifyAsync).Needs(Role.Viewer).WithSummary("Compute again what can be, and name each mismatch");
        routes.MapGet("/models/{model}/versions/{v}/manifest", ManifestAsync).Needs(Role.Viewer).WithSummary("Where a version comes from");
        routes.MapPost("/models/{model}/versions/{v}/transitions", TransitionAsync).Needs(Role.Scientist).WithSummary("Move a version along one arrow");
        routes.MapPost("/models/{model}/versions/{v}/approvals", ApproveAsync).Needs(Role.Approver).WithSummary("Approve a version");
        routes.MapPost("/ml/{model}/promote", PromoteAsync).Needs(Role.Scientist).WithSummary("Promote a version through the gates of the policy");
        routes.MapPost("/models/{model}/rollback", RollBackAsync).Needs(Role.Approver).WithSummary("Return to an earlier production version");
        routes.MapGet("/models/{model}/lineage", LineageAsync).Needs(Role.Viewer).WithSummary("Which version came from which; of one version, also across models");
    }

    private static async Task<IResult> RegisterAsync(HttpContext http, ModelDoor door, RegistrationDesk desk, string model)
    {
        var (context, body) = await Command.ReadAsync<RegisterVersionBody>(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var command = await desk.CheckAsync(body, await SourcesAsync(http, door, body), http.RequestAborted);
        return Respond.With(http, await door.Grain(id).Register(context, command), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, ModelDoor door, IModelQueries queries, IRegistrySearch search, string model, int? pageSize, string? pageToken, string? filter, string? orderBy)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        if (filter is not null || orderBy is not null)
            return await SearchEndpoints.FindVersionsAsync(http, search, id, filter, orderBy, pageSize, pageToken);
        var size = Paging.Size(pageSize);
        var after = pageToken is null ? 0 : int.TryParse(pageToken, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadRequestException($"pageToken is '{pageToken}'; a whole number from the page before is needed");
        var found = await queries.ListVersionsAsync(id, after, size, http.RequestAborted);
        return Respond.Json(new { versions = found.Select(VersionDocument.Of), nextPageToken = found.Count == size ? found[^1].Number : (int?)null });
    }

    private static async Task<IResult> GetAsync(HttpContext http, ModelDoor door, PastDoor past, IModelQueries queries, string model, string v, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            var then = await door.FindAsync(model, Caller.Of(http), http.RequestAborted, evenDeleted: true);
            return Respond.Json(VersionDocument.Of(await past.VersionAsync(then, model, v, time, http.RequestAborted)));
        }

        var (id, version) = await SelectAsync(http, door, model, v);
        var found = await queries.FindVersionAsync(id, version.Number, http.RequestAborted);
        return Respond.OrNotFound(found is null ? null : VersionDocument.Of(found), $"version {v} of '{model}'");
    }

    private static async Task<IResult> EditAsync(HttpContext http, ModelDoor door, string model, string v)
    {
        var (context, body) = await Command.ReadAsync<EditVersionBody>(http);
        var (id, version) = await SelectAsync(http, door, model, v);
        var command = new EditVersion
        {
            Number = version.Number,
            Description = body.Description,
            SetTags = body.Tags,
            RemoveTags = body.RemoveTags,
            DeploymentConfig = body.DeploymentConfig,
            ServingEndpoint = body.ServingEndpoint,
            ServingNotes = body.ServingNotes,
        };
        return Respond.With(http, await door.Grain(id).EditVersion(context, command));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, ModelDoor door, string model, string v, string? reason)
    {
        var context = await Command.ReadAsync(http);
        var number = int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : throw new BadRequestException($"the version to delete is '{v}'; its number is needed, which names no other one later");
        var (_, answer) = await door.SendAsync(
            model, Caller.Of(http), context, (grain, named) => grain.DeleteVersion(named, new() { Number = number, Reason = reason ?? "" }), http.RequestAborted);
        return Respond.With(http, answer);
    }

    private static async Task<IResult> VerifyAsync(HttpContext http, ModelDoor door, IModelQueries queries, VersionVerification verification, string model, string v)
    {
        var (id, version) = await SelectAsync(http, door, model, v);
        var found = await queries.FindVersionAsync(id, version.Number, http.RequestAborted);
        return Respond.OrNotFound(found is null ? null : await verification.CheckAsync(id, found, http.RequestAborted), $"version {v} of '{model}'");
    }

    private static async Task<ImmutableArray<VersionReference>> SourcesAsync(HttpContext http, ModelDoor door, RegisterVersionBody body)
    {
        var sources = ImmutableArray.CreateBuilder<VersionReference>();
        foreach (var source in body.DerivedFrom)
        {
            var (model, version) = await SelectAsync(http, door, source.Model, source.Version.Text);
            sources.Add(new VersionReference { ModelId = model, Number = version.Number });
        }

        return sources.ToImmutable();
    }

    private static async Task<IResult> ManifestAsync(HttpContext http, ModelDoor door, IModelQueries queries, string model, string v)
    {
        var (id, version) = await SelectAsync(http, door, model, v);
        var found = await queries.FindVersionAsync(id, version.Number, http.RequestAborted);
        return Respond.OrNotFound(found?.Registered.Manifest, $"version {v} of '{model}'");
    }

    private static async Task<IResult> TransitionAsync(HttpContext http, ModelDoor door, PromotionDesk desk, string model, string v, bool dryRun = false)
    {
        var (context, body) = await Command.ReadAsync<TransitionBody>(http);
        var (id, version) = await SelectAsync(http, door, model, v);
        var command = new TransitionVersion { Number = version.Number, To = Stage(body.To), Reason = body.Reason, Overrides = body.Overrides };
        return dryRun
            ? Respond.Json(await desk.ReviewAsync(id, version, context, command, http.RequestAborted))
            : Respond.With(http, await desk.TransitionAsync(id, version, context, command, http.RequestAborted));
    }

    private static async Task<IResult> PromoteAsync(HttpContext http, ModelDoor door, PromotionDesk desk, string model, bool dryRun = false)
    {
        var (context, body) = await Command.ReadAsync<PromoteBody>(http);
        var (id, version) = await SelectAsync(http, door, model, body.Version.Text);
        var command = new PromoteVersion { Number = version.Number, To = Stage(body.To), Reason = body.Reason, Overrides = body.Overrides };
        return dryRun
            ? Respond.Json(await desk.ReviewAsync(id, version, context, command, http.RequestAborted))
            : Respond.With(http, await desk.PromoteAsync(id, version, context, command, http.RequestAborted));
    }

    private static async Task<IResult> RollBackAsync(HttpContext http, ModelDoor door, string model)
    {
        var (context, body) = await Command.ReadAsync<RollbackBody>(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var to = body.To is { } selector ? (await door.SelectAsync(id, selector.Text)).Number : (int?)null;
        return Respond.With(http, await door.Grain(id).RollBack(context, new() { To = to, Reason = body.Reason, AsNewVersion = body.AsNewVersion }));
    }

    private static async Task<IResult> ApproveAsync(HttpContext http, ModelDoor door, string model, string v)
    {
        var (context, body) = await Command.ReadAsync<ApprovalBody>(http);
        var (id, version) = await SelectAsync(http, door, model, v);
        return Respond.With(http, await door.Grain(id).Approve(context, new() { Number = version.Number, Comment = body.Comment }));
    }

    private static async Task<IResult> LineageAsync(HttpContext http, ModelDoor door, ILineageReader lineage, string model, string? format, string? version)
    {
        if (version is not null)
            return await LineageOfAsync(http, door, lineage, model, version, format);
        var view = await door.ViewAsync(await door.FindAsync(model, Caller.Of(http), http.RequestAborted));
        return format switch
        {
            null or "json" => Respond.Json(view.Versions.Select(v => new { v.Number, v.SemanticVersion, v.Parent, v.Stage })),
            "mermaid" => Results.Text(Lineage.Mermaid(view), "text/plain"),
            "dot" => Results.Text(Lineage.Dot(view), "text/vnd.graphviz"),
            _ => throw new BadRequestException($"format is '{format}'; json, dot or mermaid is needed"),
        };
    }

    /// <summary>Of one version across models, as far as the caller may touch them.</summary>
    private static async Task<IResult> LineageOfAsync(HttpContext http, ModelDoor door, ILineageReader lineage, string model, string selector, string? format)
    {
        var (id, version) = await SelectAsync(http, door, model, selector);
        var found = await lineage.ReadAsync(id, version.Number, http.RequestAborted);
        if (Caller.Of(http) is { Scope.Length: > 0 } scoped)
            found = found?.Among(scoped.MayTouch);
        return format switch
        {
            _ when found is null => Respond.OrNotFound(found, $"version {selector} of '{model}'"),
            null or "json" => Respond.Json(found),
            "mermaid" => Results.Text(found.ToMermaid(), "text/plain"),
            "dot" => Results.Text(found.ToDot(), "text/vnd.graphviz"),
            _ => throw new BadRequestException($"format is '{format}'; json, dot or mermaid is needed"),
        };
    }

    private static async Task<(Guid Model, VersionView Version)> SelectAsync(HttpContext http, ModelDoor door, string model, string selector)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        return (id, await door.SelectAsync(id, selector));
    }

    internal static Stage Stage(string word) =>
        StageNames.TryParse(word, out var stage)
            ? stage
            : throw new BadRequestException($"'{word}' is no stage; {string.Join(", ", Enum.GetNames<Stage>())} are");
}
