using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelRegistry.Contracts;
using ModelRegistry.Grains.Serving;
using ModelRegistry.Http.Native.Requests;
using ModelRegistry.Http.Security;
using ModelRegistry.Postgres.Log;

namespace ModelRegistry.Http.Native;

/// <summary>Predictions, actuals, and what is served now.</summary>
internal static class ServingEndpoints
{
    public static void MapServing(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{model}/predict", PredictAsync).Needs(Role.Scientist).WithSummary("Score units with the version that is routed to");
        routes.MapPost("/models/{model}/actuals", ActualsAsync).Needs(Role.Scientist).WithSummary("Say what really happened; the first value stays");
        routes.MapGet("/models/{model}/status", StatusAsync).Needs(Role.Viewer).WithSummary("What this host serves, and how fast");
        routes.MapGet("/models/{model}/predictions", PredictionsAsync).Needs(Role.Viewer).WithSummary("Logged predictions of an as-of span");
    }

    private static async Task<IResult> PredictAsync(HttpContext http, ModelDoor door, ModelServer server, string model)
    {
        if (!Caller.Of(http).MayTouch(model))
            throw new NotFoundException("model_not_found", $"there is no model '{model}'");
        using var body = await RequestBytes.ReadAsync(http);
        var request = PredictBody.Parse(model, body.Span, out var selector);
        if (selector is not null)
            request = request with { Version = await SelectAsync(http, door, model, selector) };
        var answer = await server.PredictAsync(request, http.RequestAborted);
        return answer.Refusal is { } refusal ? Problem.From(refusal) : Respond.Json(answer.Value!);
    }

    private static async Task<IResult> ActualsAsync(HttpContext http, ModelDoor door, IOutcomeLog outcomes, LogNudges nudges, string model)
    {
        var (_, body) = await Command.ReadAsync<ActualsBody>(http);
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var receipt = await outcomes.WriteActualsAsync(id, body.Checked(), http.RequestAborted);
        await nudges.SendAsync(id);
        return receipt.Conflicts.Length == 0 ? Respond.Json(receipt) : Conflicting(receipt);
    }

    private static async Task<int> SelectAsync(HttpContext http, ModelDoor door, string model, string selector) =>
        (await door.SelectAsync(await door.FindAsync(model, Caller.Of(http), http.RequestAborted), selector)).Number;

    /// <summary>The others of the batch are stored all the same: the problem carries the whole receipt.</summary>
    private static ProblemResult Conflicting(ActualsReceipt receipt)
    {
        var details = Problem.Details(StatusCodes.Status409Conflict, "actual_conflict",
            $"{receipt.Conflicts.Length} actuals are there already with another value, and the first value stays; conflicts has their places, beginning with {receipt.Conflicts[0]}");
        details.Extensions["accepted"] = receipt.Accepted;
        details.Extensions["duplicates"] = receipt.Duplicates;
        details.Extensions["conflicts"] = receipt.Conflicts;
        details.Extensions["unmatched"] = receipt.Unmatched;
        return new ProblemResult(details, retry: false);
    }

    private static async Task<IResult> StatusAsync(
        HttpContext http, ModelDoor door, RoutingTable routing, ServingStatistics statistics, IPredictionLog log, IOutcomeLog outcomes, string model)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        var view = await door.ViewAsync(id);
        var snapshot = await routing.FindAsync(model, http.RequestAborted);
        var counts = await outcomes.CountAsync(id, http.RequestAborted);
        return Respond.Json(ServingStatus.Of(view, snapshot, routing.StaleSince, statistics.Of(id), await log.CountAsync(id, http.RequestAborted), counts));
    }

    private static async Task<IResult> PredictionsAsync(
        HttpContext http, ModelDoor door, IPredictionLog log, string model, DateTimeOffset from, DateTimeOffset to, string? entity, int? pageSize)
    {
        var id = await door.FindAsync(model, Caller.Of(http), http.RequestAborted);
        if (to <= from)
            throw new BadRequestException($"to ({to:O}) must lie after from ({from:O})");
        var most = Paging.Size(pageSize);
        var rows = new List<PredictionRow>();
        await foreach (var logged in log.ReadByAsOfAsync(id, from, to, entity, http.RequestAborted))
        {
            rows.Add(logged.Row);
            if (rows.Count == most)
                break;
        }

        return Respond.Json(new { predictions = rows, truncated = rows.Count == most });
    }
}
