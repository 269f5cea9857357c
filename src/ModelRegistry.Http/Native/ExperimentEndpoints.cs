using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Contracts.Experiments;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Experiments;

namespace ModelRegistry.Http.Native;

/// <summary>A/B tests.</summary>
internal static class ExperimentEndpoints
{
    public static void MapExperiments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/experiments", PlanAsync).Needs(Role.Scientist).WithSummary("Plan an A/B test");
        routes.MapGet("/experiments", ListAsync).Needs(Role.Viewer).WithSummary("The A/B tests, by name");
        routes.MapGet("/experiments/{name}", GetAsync).Needs(Role.Viewer).WithSummary("One A/B test");
        routes.MapGet("/experiments/{name}/results", ResultsAsync).Needs(Role.Viewer).WithSummary("The figures so far");
        routes.MapPost("/experiments/{name}/start", (HttpContext http, ExperimentDoor door, string name) =>
            RunAsync(http, door, name, (grain, context, _) => grain.Start(context))).Needs(Role.Scientist).WithSummary("Begin to assign units");
        routes.MapPost("/experiments/{name}/pause", (HttpContext http, ExperimentDoor door, string name) =>
            RunAsync(http, door, name, (grain, context, reason) => grain.Pause(context, reason))).Needs(Role.Scientist).WithSummary("Send new units to the champion");
        routes.MapPost("/experiments/{name}/resume", (HttpContext http, ExperimentDoor door, string name) =>
            RunAsync(http, door, name, (grain, context, reason) => grain.Resume(context, reason))).Needs(Role.Scientist).WithSummary("Assign units again");
        routes.MapPost("/experiments/{name}/conclude", (HttpContext http, ExperimentDoor door, string name) =>
            RunAsync(http, door, name, (grain, context, reason) => grain.Conclude(context, reason))).Needs(Role.Scientist).WithSummary("Give the verdict");
        routes.MapPost("/experiments/{name}/cancel", (HttpContext http, ExperimentDoor door, string name) =>
            RunAsync(http, door, name, (grain, context, reason) => grain.Cancel(context, reason))).Needs(Role.Scientist).WithSummary("Give the test up");
    }

    private static async Task<IResult> PlanAsync(HttpContext http, ModelDoor models, ExperimentDoor door)
    {
        var (context, body) = await Command.ReadAsync<ExperimentBody>(http);
        var modelId = await models.FindAsync(body.Model, Caller.Of(http), http.RequestAborted);
        var variants = await Task.WhenAll(body.Variants.Select(async v =>
            new VariantPlan { Name = v.Name, Version = (await models.SelectAsync(modelId, v.Version.Text)).Number, Weight = v.Weight }));
        var plan = new ExperimentPlan
        {
            Name = body.Name,
            ModelId = modelId,
            Variants = [.. variants],
            Metrics = [.. body.Metrics.Select(metric => metric.ToPlan())],
            Confidence = body.Confidence,
            MinSamples = body.MinSamples,
            Seed = body.Seed ?? context.CommandId.ToString("D"),
            AsOfFrom = body.AsOfFrom?.ToUniversalTime(),
            AsOfTo = body.AsOfTo?.ToUniversalTime(),
            BlockDays = body.BlockDays,
            PromoteOnWin = Promotes(body.OnConclude),
        };
        return Respond.With(http, await door.PlanAsync(context, plan, http.RequestAborted), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, ModelDoor models, IExperimentDirectory directory, string? model, int? pageSize, string? pageToken)
    {
        var modelId = model is null ? (Guid?)null : await models.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var size = Paging.Size(pageSize);
        var experiments = await directory.ListAsync(modelId, Caller.Of(http).Scope, pageToken, size, http.RequestAborted);
        return Respond.Json(new { experiments, nextPageToken = experiments.Count == size ? experiments[^1].Name : null });
    }

    private static async Task<IResult> GetAsync(HttpContext http, ExperimentDoor door, string name) =>
        Respond.OrNotFound(await (await door.FindAsync(name, Caller.Of(http), http.RequestAborted)).Get(), $"experiment '{name}'");

    private static async Task<IResult> ResultsAsync(HttpContext http, ExperimentDoor door, string name) =>
        Respond.OrNotFound(await (await door.FindAsync(name, Caller.Of(http), http.RequestAborted)).Results(), $"experiment '{name}'");

    private static async Task<IResult> RunAsync(
        HttpContext http, ExperimentDoor door, string name, Func<IExperimentGrain, CommandContext, string, Task<Answer<ExperimentView>>> run)
    {
        var (context, body) = await Command.ReadAsync<ReasonBody>(http);
        return Respond.With(http, await run(await door.FindAsync(name, Caller.Of(http), http.RequestAborted), context, body.Reason));
    }

    private static bool Promotes(string onConclude) => onConclude switch
    {
        "promote" => true,
        "recommend" => false,
        _ => throw new BadRequestException($"onConclude is '{onConclude}'; promote or recommend is needed"),
    };
}
